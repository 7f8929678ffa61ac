package org.kingfisherprocess.bench.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConformanceTest {

    static Stream<String> suites() {
        return Conformance.SUITES.stream().map(Suite::name);
    }

    @ParameterizedTest
    @MethodSource("suites")
    void agreesWithTheReferencesInEveryCase(String suite) {
        var folder = Path.of("").toAbsolutePath().resolve("../../shared/conformance");
        Assumptions.assumeTrue(Files.isDirectory(folder), "no folder " + folder.normalize());
        var verdicts = Conformance.run(folder, List.of(suite));
        assertThat(verdicts).isNotEmpty().allMatch(Verdict::agrees);
    }

    @Test
    void namesTheCasesThatDiffer(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("rules"));
        Files.writeString(
                folder.resolve("rules/own.jsonl"),
                "{\"name\":\"wrong\",\"base\":\"1.1\",\"patches\":[],\"expected\":[]}\n");
        var verdicts = Conformance.run(folder, List.of("rules"));
        var output = new ByteArrayOutputStream();
        var agree =
                Conformance.print(
                        verdicts, true, new PrintStream(output, true, StandardCharsets.UTF_8));
        assertThat(agree).isFalse();
        assertThat(output.toString(StandardCharsets.UTF_8))
                .containsPattern("rules +1 +0 +1")
                .contains("rules wrong")
                .contains("found but not expected");
    }
}
