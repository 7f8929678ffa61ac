package org.kingfisherprocess.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher of a distribution, with a JVM that says how it was called.
final class LauncherTest {
    private static final int MOST = 19;

    @TempDir Path home;

    @BeforeEach
    void unpack() throws IOException {
        Files.copy(Path.of("../kingfisher-process"), home.resolve("kingfisher-process"));
        executable("bin/find-jdk", "#!/bin/sh\necho \"%s\"\n".formatted(home));
        executable(
                "bin/java",
                """
                #!/bin/sh
                echo "$*"
                echo "niceness=$(nice)"
                echo "process=$$"
                echo "session=$(cut -d' ' -f6 /proc/$$/stat)"
                echo "autogroup=$(sed 's/.* nice //' /proc/$$/autogroup 2>/dev/null)"
                """);
        Files.createDirectories(home.resolve("lib"));
        for (var jar : List.of("ocds-1.jar", "service-1.jar", "supervisor-1.jar")) {
            Files.writeString(home.resolve("lib").resolve(jar), jar);
        }
        Files.createDirectories(home.resolve("cache"));
    }

    @Test
    void usesTheCacheOfItsOwnCodeAlone() throws Exception {
        Files.createFile(home.resolve("cache/server-%s.aot".formatted(code("server"))));
        assertThat(calls("server")).contains("-XX:AOTCache=");
        assertThat(calls("worker")).doesNotContain("-XX:AOTCache=");

        // Unpacked over it: the same names, size and times, and other classes.
        var jar = home.resolve("lib/service-1.jar");
        var time = Files.getLastModifiedTime(jar);
        Files.writeString(jar, "service-2.jar");
        Files.setLastModifiedTime(jar, time);

        assertThat(calls("server")).doesNotContain("-XX:AOTCache=");
    }

    @Test
    void letsWhatAnswersClientsGoBeforeWhatLoads() throws Exception {
        var usual = niceness("list-collections");

        assertThat(niceness("server")).isEqualTo(usual);
        assertThat(niceness("worker")).isEqualTo(Math.min(usual + 5, MOST));
    }

    @Test
    void givesClientsAndLoadingAShareOfTheirOwnOfTheProcessors() throws Exception {
        for (var role : List.of("server", "worker")) {
            var said = calls(role);
            assertThat(value("session", said)).isEqualTo(value("process", said));
        }
        var said = calls("list-collections");
        assertThat(value("session", said)).isNotEqualTo(value("process", said));
    }

    @Test
    void letsTheSessionOfLoadingGoLastToo() throws Exception {
        assumeThat(calls("server"))
                .as("this kernel shares out to sessions")
                .contains("autogroup=0");

        assertThat(calls("worker")).contains("autogroup=5");
    }

    private int niceness(String role) throws Exception {
        return Integer.parseInt(value("niceness", calls(role)));
    }

    private static String value(String name, String said) {
        return said.replaceAll("(?s).*\\b%s=(\\d+)\\b.*".formatted(name), "$1");
    }

    private String code(String role) throws Exception {
        var call = calls(role);
        return call.replaceAll("(?s).*-Dkingfisher\\.code=(\\d+) .*", "$1");
    }

    private String calls(String role) throws Exception {
        var process =
                new ProcessBuilder("sh", home.resolve("kingfisher-process").toString(), role)
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private void executable(String name, String text) throws IOException {
        var file = home.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
