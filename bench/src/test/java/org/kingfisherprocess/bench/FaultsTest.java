package org.kingfisherprocess.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.bench.faults.FaultsMain;

final class FaultsTest {
    @Test
    @Tag("slow")
    void losesNothingWhateverBreaks() {
        var output = new ByteArrayOutputStream();
        var exit =
                FaultsMain.run(
                        checkout(),
                        List.of("--short"),
                        new PrintStream(output, true, StandardCharsets.UTF_8));
        assertThat(exit).as(output.toString(StandardCharsets.UTF_8)).isZero();
    }

    @Test
    void refusesAnUnknownScenario() {
        var output = new ByteArrayOutputStream();
        var exit =
                FaultsMain.run(
                        checkout(),
                        List.of("earthquake"),
                        new PrintStream(output, true, StandardCharsets.UTF_8));
        assertThat(exit).isEqualTo(2);
        assertThat(output.toString(StandardCharsets.UTF_8))
                .contains("earthquake")
                .contains("kill-everything");
    }

    private static Path checkout() {
        return Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                .filter(folder -> Files.isExecutable(folder.resolve("build")))
                .findFirst()
                .orElseThrow();
    }
}
