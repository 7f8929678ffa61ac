package org.kingfisherprocess.bench.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Outcome.Refused;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// The server may open no more files for some seconds: connections wait, what needs a file of its
/// own is refused in good order, nobody is cut off, and all is well when the limit is raised.
final class NoFilesLeft implements Scenario {
    private static final int CLIENTS = 32;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int BEFORE_AND_AFTER_MILLIS = 3_000;
    private static final int FULL_MILLIS = 15_000;
    private static final int SHORT_MILLIS = 4_000;
    private static final int SERVER_ERROR = 500;

    @Override
    public String name() {
        return "no-files-left";
    }

    @Override
    public String story() {
        return "the server's limit of open files reached for 15 s (short: 4 s)";
    }

    @Override
    public Verdict run(Plan plan) {
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty());
                var traffic =
                        Traffic.start(
                                stage, new SmallAndLargeFiles(stage.files()), CLIENTS, PAUSE)) {
            Pauses.ofMillis(BEFORE_AND_AFTER_MILLIS);
            var server = stage.service().status().current("server").orElseThrow().pid();
            var usual = limit(server, Optional.empty());
            limit(server, Optional.of(openFiles(server) + ":" + usual.split(":", 2)[1]));
            Pauses.ofMillis(plan.times(FULL_MILLIS, SHORT_MILLIS));
            limit(server, Optional.of(usual));
            var raised = System.nanoTime();
            Pauses.ofMillis(BEFORE_AND_AFTER_MILLIS);
            var attempts = traffic.stop();
            judge(stage, attempts, raised);
            return stage.prove(attempts);
        }
    }

    private static void judge(Stage stage, List<Attempt> attempts, long raised) {
        var failed = attempts.stream().filter(attempt -> !attempt.acknowledged()).toList();
        stage.remark("%d requests refused meanwhile".formatted(failed.size()));
        failed.stream()
                .filter(attempt ->
                        !(attempt.outcome() instanceof Refused refused)
                                || refused.status() < SERVER_ERROR
                                || attempt.startedNanos() > raised)
                .findFirst()
                .ifPresent(attempt -> stage.problem("a request failed otherwise: " + attempt));
    }

    private static long openFiles(long pid) {
        try (var files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot count open files of " + pid, e);
        }
    }

    /// The limit as `soft:hard`, set first where one is given.
    private static String limit(long pid, Optional<String> limit) {
        var process = Long.toString(pid);
        var option = limit.map(text -> "--nofile=" + text).orElse("--nofile");
        var command =
                List.of(
                        "prlimit",
                        "--pid",
                        process,
                        "--noheadings",
                        "--raw",
                        "--output=SOFT,HARD",
                        option);
        var set = limit.isPresent() ? List.of("prlimit", "--pid", process, option) : command;
        var result = Commands.run(Path.of("/"), Map.of(), set);
        if (result.exit() != 0) {
            throw new IllegalStateException("prlimit: " + result.output());
        }
        return result.output().strip().replaceAll("\\s+", ":");
    }
}
