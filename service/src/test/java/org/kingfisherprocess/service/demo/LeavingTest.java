package org.kingfisherprocess.service.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing is left behind: what was opened is closed, what was started is ended, and the folder
/// goes.
final class LeavingTest {
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(10);

    @TempDir Path parent;

    @Test
    void closesInReverseOrderWhateverFails() {
        var closed = new ArrayList<String>();
        var opened = new Opened();
        opened.add("folder", () -> closed.add("folder"));
        opened.add(
                "server",
                () -> {
                    throw new DemoException("the server did not end");
                });
        opened.add("crawl", () -> closed.add("crawl"));

        assertThatThrownBy(opened::close).hasMessage("the server did not end");
        opened.close();

        assertThat(closed).containsExactly("crawl", "folder");
    }

    @Test
    void opensNothingAfterItsEnd() {
        var closed = new ArrayList<String>();
        var opened = new Opened();
        opened.close();

        assertThatThrownBy(() -> opened.add("late", () -> closed.add("late")))
                .isInstanceOf(DemoException.class);
        assertThat(closed).containsExactly("late");
    }

    @Test
    void endsItsOwnProcessesAndNoOther() throws IOException {
        var work = WorkFolder.make(parent);
        var ours = sleeping(work.data().toString());
        var stubborn =
                start(
                        work.data().toString(),
                        "sh",
                        "-c",
                        "trap '' TERM; while :; do sleep 1; done");
        var other = sleeping(parent.toString());
        try {
            var processes = new OwnProcesses(work);
            assertThat(processes.alive()).contains(ours.toHandle(), stubborn.toHandle());

            processes.end(Duration.ofMillis(500));

            // This JVM notices the end of a process of its own a moment after it.
            assertThat(ours.onExit()).succeedsWithin(NOTICED_WITHIN);
            assertThat(stubborn.onExit()).succeedsWithin(NOTICED_WITHIN);
            assertThat(processes.alive()).isEmpty();
            assertThat(other.isAlive()).isTrue();
        } finally {
            List.of(ours, stubborn, other).forEach(Process::destroyForcibly);
        }
    }

    @Test
    void installsADistributionAndMakesAReleaseOfIt() throws IOException {
        var distribution = distribution();
        var work = WorkFolder.make(parent);

        work.install(distribution, "0.1.0-abc");
        var release = work.newRelease(distribution, FurtherMigration.DEFAULT);

        assertThat(work.launcher()).hasContent("#!/bin/sh").isExecutable();
        assertThat(work.launcher().resolveSibling("cache/worker.aot")).exists();
        assertThat(release.resolve("cache")).doesNotExist();
        try (var jar = new JarFile(release.resolve("lib/further.jar").toFile())) {
            var entry = jar.getJarEntry("org/kingfisherprocess/service/schema/further.sql");
            assertThat(jar.getInputStream(entry))
                    .hasBinaryContent(FurtherMigration.DEFAULT.text().getBytes(UTF_8));
        }
        work.delete();
        assertThat(work.path()).doesNotExist();
        assertThat(distribution.resolve("lib")).exists();
    }

    @Test
    void needsAFolderThatIsThere() {
        assertThatThrownBy(() -> WorkFolder.make(parent.resolve("missing")))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("--work");
    }

    private Path distribution() throws IOException {
        var folder = parent.resolve("distribution");
        for (var name : List.of("kingfisher-process", "lib/service.jar", "cache/worker.aot")) {
            var file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, "#!/bin/sh");
        }
        assertThat(folder.resolve("kingfisher-process").toFile().setExecutable(true)).isTrue();
        return folder;
    }

    private static Process sleeping(String data) throws IOException {
        return start(data, "sleep", "600");
    }

    private static Process start(String data, String... command) throws IOException {
        var builder = new ProcessBuilder(command);
        builder.environment().put("KINGFISHER_PROCESS_DATA_DIR", data);
        return builder.start();
    }
}
