package org.kingfisherprocess.bench.migrate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.service.schema.SampleDatabase;
import org.kingfisherprocess.service.sql.Database;

/// PostgreSQL has a small disk, in memory, that somebody fills up in the middle of an adoption, and
/// frees again. Needs root, to mount it.
final class DiskFills implements Scenario {
    private static final String DISK_BYTES = "1500m";
    private static final int RELEASES = 20_000;
    private static final long LEFT_BYTES = 8L << 20;
    private static final Duration FULL_FOR = Duration.ofSeconds(15);
    private static final Duration BEGUN_WITHIN = Duration.ofMinutes(5);

    /// A disk as small as this one fills its write-ahead log first.
    private static final Map<String, String> SERVER =
            Map.of("max_wal_size", "256MB", "min_wal_size", "80MB");

    @Override
    public String name() {
        return "disk-fills";
    }

    @Override
    public String story() {
        return "PostgreSQL's disk is full in the middle of an adoption, and has room again later (needs root)";
    }

    @Override
    public List<Result> run(Plan plan, Databases databases) {
        var disk = Folders.empty(plan.work().resolve(name() + "-disk"));
        var mounted =
                Commands.run(
                        plan.work(),
                        Map.of(),
                        List.of(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "size=" + DISK_BYTES + ",mode=755",
                                "bench",
                                disk.toString()));
        if (mounted.exit() != 0) {
            return List.of(
                    Result.skipped(name(), "cannot mount a disk: " + mounted.output().strip()));
        }
        var empty = databases.ofOursEmpty();
        try (var postgres = OwnPostgres.start(disk, plan.programs(), SERVER)) {
            try (var database = Database.open(postgres.settings())) {
                SampleDatabase.fillAsVersionOne(database, RELEASES);
            }
            return List.of(
                    Adoption.measure(
                            plan,
                            new Result(name()),
                            postgres,
                            empty,
                            RELEASES,
                            (scene, result) -> drive(plan, disk, postgres, scene, result)));
        } finally {
            databases.drop(empty);
            Commands.run(plan.work(), Map.of(), List.of("umount", disk.toString()));
        }
    }

    private static void drive(
            Plan plan, Path disk, OwnPostgres postgres, Scene scene, Result result) {
        var upgrade = scene.upgrade("--foreground");
        if (!Pauses.until(BEGUN_WITHIN, () -> scene.shows("bigint"))) {
            result.problem("the long step was not begun, see " + scene.log());
        }
        var ballast = disk.resolve("ballast");
        fill(disk, ballast);
        Pauses.ofMillis(FULL_FOR.toMillis());
        result.figure("disk full for", FULL_FOR.toString());
        result.figure("the upgrade waited meanwhile", upgrade.isAlive() ? "yes" : "no, it ended");
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!answers(scene)) {
            result.remark("PostgreSQL ended and was started again");
            scene.serverEnded();
            postgres.startAgain();
        }
        if (!Scene.await(upgrade, plan.limit())) {
            Scene.kill(upgrade);
            result.problem("not done within " + plan.limit());
        } else if (upgrade.exitValue() != 0) {
            result.remark(
                    "the first upgrade ended with %d and was started again"
                            .formatted(upgrade.exitValue()));
            var second = scene.upgrade("--foreground");
            if (!Scene.await(second, plan.limit()) || second.exitValue() != 0) {
                Scene.kill(second);
                result.problem("not done when there was room again, see " + scene.log());
            }
        }
    }

    private static boolean answers(Scene scene) {
        return Pauses.until(
                Duration.ofSeconds(20),
                () -> {
                    try {
                        return scene.count("select 1") == 1;
                    } catch (IllegalStateException _) {
                        return false;
                    }
                });
    }

    private static void fill(Path disk, Path ballast) {
        var block = new byte[1 << 20];
        try (var out = Files.newOutputStream(ballast)) {
            while (disk.toFile().getUsableSpace() > LEFT_BYTES) {
                out.write(block);
            }
        } catch (IOException e) {
            if (disk.toFile().getUsableSpace() > LEFT_BYTES) {
                throw new UncheckedIOException("cannot fill " + disk, e);
            }
        }
    }
}
