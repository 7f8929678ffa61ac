package org.kingfisherprocess.service.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts and stops the server process of a cluster.
final class Server {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /// Between the look at a port and its use another program may take it.
    private static final int START_ATTEMPTS = 3;

    /// Backends notice the death of their postmaster at once unless they are in the middle of
    /// computing.
    private static final Duration BACKENDS_LEAVE_WITHIN = Duration.ofSeconds(3);

    private static final Duration MARGIN = Duration.ofSeconds(10);
    private static final int SHOWN_LOG_LINES = 15;

    private final Layout layout;
    private final Path programs;
    private final RunAs runAs;
    private final EmbeddedSettings settings;
    private volatile int port;

    Server(Layout layout, Path programs, RunAs runAs, EmbeddedSettings settings) {
        this.layout = layout;
        this.programs = programs;
        this.runAs = runAs;
        this.settings = settings;
    }

    int port() {
        return port;
    }

    Path programs() {
        return programs;
    }

    /// Returns the port when the server accepts connections.
    int start() throws IOException {
        prepareFolders();
        for (var attempt = 1; ; attempt++) {
            var chosen = Ports.choose(settings.port(), layout.portFile());
            new Configuration(layout, chosen, settings.server()).write(runAs);
            var limit = settings.startLimit();
            var result = control(limit, "start", "-w", "-l", layout.startLog().toString());
            if (result.succeeded()) {
                Ports.keep(chosen, layout.portFile());
                port = chosen;
                return chosen;
            }
            if (attempt == START_ATTEMPTS || !log().contains("could not bind")) {
                throw new EmbeddedPostgresException(
                        "the embedded PostgreSQL did not start within %s (exit code %d): %s%nThe end of its log, in %s:%n%s"
                                .formatted(
                                        limit,
                                        result.exit(),
                                        result.output(),
                                        layout.log(),
                                        log()));
            }
        }
    }

    /// Makes a server that runs and answers ours. Returns whether there is one of these programs.
    boolean takeOver() {
        var found =
                Postmaster.of(layout.data())
                        .filter(Postmaster::ready)
                        .filter(postmaster -> postmaster.isOf(programs));
        found.ifPresent(postmaster -> {
            port = postmaster.port();
            LOG.info(
                    "PostgreSQL of {} goes on, process {} on 127.0.0.1:{}",
                    layout.data(),
                    postmaster.pid(),
                    port);
        });
        return found.isPresent();
    }

    void stop() {
        if (Postmaster.of(layout.data()).isEmpty()) {
            return;
        }
        if (!control(settings.stopLimit(), "stop", "-w", "-m", "fast").succeeded()
                && Postmaster.of(layout.data()).isPresent()) {
            LOG.warn(
                    "PostgreSQL in {} did not stop within {}; stopping it at once",
                    layout.data(),
                    settings.stopLimit());
            control(settings.stopLimit(), "stop", "-w", "-m", "immediate");
        }
        if (Postmaster.of(layout.data()).isPresent()) {
            throw new EmbeddedPostgresException(
                    "the PostgreSQL in %s did not stop; see %s"
                            .formatted(layout.data(), layout.log()));
        }
    }

    /// Stops a server that a killed process left running, or the backends that a killed server
    /// left, and forgets the files by which a dead one would keep us out once its process id
    /// belongs to another program.
    void stopLeftOver() throws IOException {
        if (!layout.initialised()) {
            return;
        }
        Postmaster.of(layout.data())
                .ifPresent(postmaster -> {
                    LOG.warn(
                            "a PostgreSQL was left running in {} (process {}); stopping it first",
                            layout.data(),
                            postmaster.pid());
                    stop();
                });
        endBackends(Postmaster.processesIn(layout.data()));
        Files.deleteIfExists(layout.data().resolve("postmaster.pid"));
        if (Files.isDirectory(layout.socket())) {
            try (var left = Files.newDirectoryStream(layout.socket(), ".s.PGSQL.*")) {
                for (var file : left) {
                    Files.delete(file);
                }
            }
        }
    }

    /// Without its postmaster a backend's work is lost already: its log was never flushed, or
    /// recovery replays it.
    private void endBackends(List<ProcessHandle> backends) {
        var all =
                CompletableFuture.allOf(
                        backends.stream()
                                .map(ProcessHandle::onExit)
                                .toArray(CompletableFuture<?>[]::new));
        try {
            all.get(BACKENDS_LEAVE_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "ending what a PostgreSQL that died in {} left behind: {}",
                    layout.data(),
                    backends);
            backends.forEach(ProcessHandle::destroyForcibly);
            all.join();
        } catch (ExecutionException e) {
            throw new EmbeddedPostgresException("cannot await the end of " + backends, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException(
                    "interrupted while waiting for the end of " + backends, e);
        }
    }

    private void prepareFolders() throws IOException {
        for (var folder : List.of(layout.log(), layout.socket())) {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            runAs.give(folder);
        }
        Files.deleteIfExists(layout.startLog());
    }

    private Program.Result control(Duration limit, String action, String... arguments) {
        var command =
                new java.util.ArrayList<>(
                        List.of(
                                programs.resolve("pg_ctl").toString(),
                                action,
                                "-D",
                                layout.data().toString(),
                                "-t",
                                Long.toString(Math.max(1, limit.toSeconds()))));
        command.addAll(List.of(arguments));
        return Program.run(layout.folder(), limit.plus(MARGIN), runAs.command(command));
    }

    private String log() throws IOException {
        try (var files = Files.list(layout.log())) {
            var text = new StringBuilder();
            for (var file : files.sorted().toList()) {
                var lines = Files.readAllLines(file);
                lines.subList(Math.max(0, lines.size() - SHOWN_LOG_LINES), lines.size())
                        .forEach(line -> text.append(line).append('\n'));
            }
            return text.toString();
        } catch (NoSuchFileException e) {
            return "";
        }
    }
}
