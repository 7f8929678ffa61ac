package org.kingfisherprocess.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;

/// `kingfisher-process demo` as its users run it.
@Tag("slow")
final class DemoTest {
    private static final Duration LIMIT = Duration.ofMinutes(6);

    @TempDir Path folder;

    @Test
    void losesNothingAndLeavesNothing() throws IOException, InterruptedException {
        var demo = start("--quiet", "--json");
        try {
            assertThat(demo.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();

            assertThat(errors()).isEmpty();
            assertThat(demo.exitValue()).isZero();
            var account = (JsonObject) JsonReader.read(output());
            assertThat(account.get("clean")).isEqualTo(JsonLiteral.TRUE);
            assertThat(number(account, "sent")).isGreaterThan(500);
            assertThat(account.get("stored")).isEqualTo(account.get("sent"));
            assertThat(number(account, "lost")).isZero();
            assertThat(number(account, "doubled")).isZero();
            assertThat(number(account, "failed")).isZero();
            assertThat(number(account, "longest_pause_of_loading_ms")).isGreaterThan(8_000);
            assertThat(work()).isEmptyDirectory();
            assertThat(processes()).isEmpty();
        } finally {
            demo.destroyForcibly();
        }
    }

    @Test
    void takesEverythingAwayWhenItIsEnded() throws IOException, InterruptedException {
        var demo = start();
        try {
            assertThat(Pauses.until(LIMIT, () -> errors().contains("[3/7] A crawl begins")))
                    .isTrue();

            demo.destroy();

            assertThat(demo.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
            assertThat(work()).isEmptyDirectory();
            assertThat(processes()).isEmpty();
            assertThat(errors()).endsWith("ending all that was started\n");
        } finally {
            demo.destroyForcibly();
        }
    }

    private Process start(String... options) throws IOException {
        Files.createDirectories(work());
        var command =
                Stream.concat(
                                Stream.of(
                                        launcher().toString(), "demo", "--work", work().toString()),
                                Stream.of(options))
                        .toList();
        return new ProcessBuilder(command)
                .redirectOutput(Redirect.to(folder.resolve("out").toFile()))
                .redirectError(Redirect.to(folder.resolve("err").toFile()))
                .start();
    }

    private Path work() {
        return folder.resolve("work");
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("err"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Processes that know the demonstration's folder.
    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process.pid()).contains(work().toString()))
                .toList();
    }

    private static String environment(long pid) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(pid), "environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }

    private static long number(JsonObject account, String name) {
        return Long.parseLong(((JsonNumber) Objects.requireNonNull(account.get(name))).text());
    }

    /// Of the packaged distribution: the launcher of a checkout may begin with a build.
    private static Path launcher() throws IOException {
        var checkout =
                Stream.iterate(Path.of("").toAbsolutePath(), Objects::nonNull, Path::getParent)
                        .filter(path -> Files.isExecutable(path.resolve("build")))
                        .findFirst()
                        .orElseThrow();
        try (var paths = Files.walk(checkout.resolve("service/target"), 3)) {
            return paths.filter(path -> path.endsWith("kingfisher-process"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
