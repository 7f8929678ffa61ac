package org.kingfisherprocess.bench.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.LoadClient;
import org.kingfisherprocess.bench.load.Sample;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.process.TableLock;
import org.kingfisherprocess.bench.scenario.Answers;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// A small disk under the spool, without any reserve, really full in the middle of files: those are
/// refused, the others are kept, and once loading has made room, files are taken again. Needs root,
/// to mount a disk in memory.
final class DiskFull implements Scenario {
    private static final String DISK_BYTES = "96m";
    private static final int RELEASES = 60;
    private static final int REFUSALS = 50;
    private static final Duration ROOM_WITHIN = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "disk-full";
    }

    @Override
    public String story() {
        return "a disk of 96 MB under the spool, without reserve, filled by files that are not loaded (needs root)";
    }

    @Override
    public Verdict run(Plan plan) {
        var disk = Stage.folder(plan, name()).resolve("data").toString();
        var mount =
                "mkdir -p '%1$s' && mount -t tmpfs -o size=%2$s,mode=755 bench '%1$s'"
                        .formatted(disk, DISK_BYTES);
        var mounted = Commands.run(plan.work(), Map.of(), List.of("sh", "-c", mount));
        if (mounted.exit() != 0) {
            return Verdict.skipped(name(), "cannot mount a disk: " + mounted.output().strip());
        }
        try {
            return runOnSmallDisk(plan);
        } finally {
            Commands.run(plan.work(), Map.of(), List.of("umount", disk));
        }
    }

    private Verdict runOnSmallDisk(Plan plan) {
        var folder = Folders.empty(plan.work().resolve(name() + "-database"));
        var settings =
                Map.of(
                        "KINGFISHER_PROCESS_SPOOL_RESERVE", "0",
                        "KINGFISHER_PROCESS_SPOOL_SEGMENT", "4 MiB");
        try (var postgres = OwnPostgres.start(folder, plan.programs());
                var stage =
                        Stage.prepareIn(plan, name(), settings, Optional.of(postgres)).ready()) {
            var attempts = new ArrayList<>(fill(stage));
            awaitRoom(stage, attempts);
            return stage.prove(attempts);
        }
    }

    /// Sends until enough was refused; nothing is loaded meanwhile.
    private static List<Attempt> fill(Stage stage) {
        var number = new AtomicInteger();
        try (var _ = TableLock.take(stage.service().jdbcUrl(), "collection_file");
                var clients = stage.clients(() -> next(stage, number), Duration.ofMillis(20))) {
            var full =
                    Pauses.until(
                            ROOM_WITHIN,
                            () ->
                                    clients.soFar().stream()
                                                    .filter(attempt -> !attempt.acknowledged())
                                                    .count()
                                            > REFUSALS);
            if (!full) {
                stage.problem("the disk of " + DISK_BYTES + " did not become full");
            }
            var attempts = clients.stop();
            stage.remark(
                    "answers on the full disk: "
                            + attempts.stream()
                                    .filter(attempt -> !attempt.acknowledged())
                                    .map(attempt -> Answers.shortly(attempt.outcome()))
                                    .distinct()
                                    .toList());
            return attempts;
        }
    }

    private static Optional<Sample> next(Stage stage, AtomicInteger number) {
        var count = number.incrementAndGet();
        return Optional.of(
                stage.files()
                        .file("file-%06d.json".formatted(count), count % 2 == 0 ? RELEASES : 3));
    }

    private static void awaitRoom(Stage stage, List<Attempt> attempts) {
        try (var client = new LoadClient(stage.service().target(0), stage.crawl())) {
            var taken =
                    Pauses.until(
                            ROOM_WITHIN,
                            () -> {
                                var name = "after-%04d.json".formatted(attempts.size());
                                attempts.add(client.send(stage.files().file(name, RELEASES)));
                                return attempts.getLast().acknowledged();
                            });
            if (!taken) {
                stage.problem(
                        "no file was taken within %s after loading made room"
                                .formatted(ROOM_WITHIN));
            }
        }
    }
}
