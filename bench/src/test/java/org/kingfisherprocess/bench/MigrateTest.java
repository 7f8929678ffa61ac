package org.kingfisherprocess.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.bench.migrate.MigrateMain;

/// The command line of `bench/migrate`; its scenarios are run by continuous integration.
final class MigrateTest {
    @Test
    void listsItsScenarios() {
        assertThat(run(0, "--help"))
                .contains(
                        "adopt ",
                        "adopt-killed",
                        "idle-reader",
                        "lost-terminal",
                        "disk-fills",
                        "dangers");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(run(2, "--fast")).contains("unknown option or scenario: --fast");
        assertThat(run(2, "--releases")).contains("--releases needs a value");
        assertThat(run(2, "--rate", "0")).contains("a rate must be 1 or more, was 0");
    }

    private static String run(int exit, String... arguments) {
        var out = new ByteArrayOutputStream();
        int code =
                MigrateMain.run(
                        Path.of("..").toAbsolutePath(),
                        List.of(arguments),
                        new PrintStream(out, true, StandardCharsets.UTF_8));
        assertThat(code).isEqualTo(exit);
        return out.toString(StandardCharsets.UTF_8);
    }
}
