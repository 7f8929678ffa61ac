package org.kingfisherprocess.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Upgrading.Elsewhere;

/// Starts this very program once more, as a process that outlives the terminal.
final class OwnProcess {
    /// A JVM on a busy machine, and an embedded PostgreSQL that has to be started first.
    private static final Duration STARTED_WITHIN = Duration.ofMinutes(2);

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final Pattern RUN = Pattern.compile("(?m)^upgrade run (\\d+) by ");

    /// Ctrl-C and the end of a terminal reach all processes that were started from it. Signals that
    /// are ignored when a JVM starts stay ignored.
    private static final String OUTLIVING = "trap '' HUP INT QUIT; exec \"$0\" \"$@\"";

    private final Map<String, String> environment;

    /// @param environment what the other process needs to find the same settings
    OwnProcess(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// Runs `upgrade-database` in the foreground of another process, which writes to this file.
    Elsewhere startUpgrade(Path log, List<String> arguments) {
        try {
            Files.createDirectories(log.getParent());
            long begin = Files.exists(log) ? Files.size(log) : 0;
            var process = start(log, command(arguments));
            return new Elsewhere(awaitRun(process, log, begin), log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a process that upgrades the database", e);
        }
    }

    private Process start(Path log, List<String> command) throws IOException {
        var builder =
                new ProcessBuilder(command)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static List<String> command(List<String> arguments) {
        var command = new ArrayList<>(List.of("sh", "-c", OUTLIVING));
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-Duser.home=" + System.getProperty("user.home"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of("upgrade-database", "--foreground"));
        command.addAll(arguments);
        return command;
    }

    private static long awaitRun(Process process, Path log, long begin) throws IOException {
        long deadline = System.nanoTime() + STARTED_WITHIN.toNanos();
        while (true) {
            boolean alive = process.isAlive();
            var printed = printedSince(log, begin);
            var run = run(printed);
            if (run.isPresent()) {
                return run.getAsLong();
            }
            if (!alive || System.nanoTime() > deadline) {
                throw new RefusedException(
                        "the process that was to upgrade the database %s:%n%s"
                                .formatted(alive ? "has not begun" : "has ended", printed.strip()));
            }
            pause();
        }
    }

    private static OptionalLong run(String printed) {
        var match = RUN.matcher(printed);
        return match.find()
                ? OptionalLong.of(Long.parseLong(match.group(1)))
                : OptionalLong.empty();
    }

    private static String printedSince(Path log, long begin) throws IOException {
        try (var in = Files.newInputStream(log)) {
            in.skipNBytes(begin);
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new RefusedException(
                    "interrupted while the upgrade was to begin; --attach shows whether it has");
        }
    }
}
