package org.kingfisherprocess.bench.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.LoadClient;
import org.kingfisherprocess.bench.load.Outcome.Refused;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// Somebody else's file eats the disk up to the spool's reserve: the service refuses with 507 and
/// says when to try again, and takes files again as soon as there is room.
final class ReserveReached implements Scenario {
    private static final long GIB = 1L << 30;
    private static final int FILES = 20;
    private static final int NO_ROOM = 507;
    private static final Duration NOTICED_WITHIN = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "reserve-reached";
    }

    @Override
    public String story() {
        return "the disk is filled up to the spool's reserve, and freed again";
    }

    @Override
    public Verdict run(Plan plan) {
        var folder = Stage.folder(plan, name());
        var reserve = folder.toFile().getUsableSpace() - 3 * GIB;
        if (reserve < GIB) {
            return Verdict.skipped(name(), "less than 4 GiB are free in " + folder);
        }
        var settings = Map.of("KINGFISHER_PROCESS_SPOOL_RESERVE", Long.toString(reserve));
        try (var stage = Stage.set(plan, name(), settings, Optional.empty());
                var client = new LoadClient(stage.service().target(0), stage.crawl())) {
            var attempts = new ArrayList<>(send(stage, client, "before"));
            stage.requireAllAcknowledged(attempts);
            var ballast = plan.work().resolve("ballast");
            try {
                fill(ballast);
                awaitAnswer(stage, client, attempts, "filling", false);
                var refused = send(stage, client, "full");
                requireRefused(stage, refused);
                attempts.addAll(refused);
            } finally {
                delete(ballast);
            }
            awaitAnswer(stage, client, attempts, "freed", true);
            var after = send(stage, client, "after");
            stage.requireAllAcknowledged(after);
            attempts.addAll(after);
            return stage.prove(attempts);
        }
    }

    private static List<Attempt> send(Stage stage, LoadClient client, String when) {
        var attempts = new ArrayList<Attempt>();
        for (var number = 0; number < FILES; number++) {
            attempts.add(
                    client.send(
                            stage.files()
                                    .file("%s-%02d.json".formatted(when, number), 1 + number * 5)));
        }
        return attempts;
    }

    /// The service looks at the disk from time to time only.
    private static void awaitAnswer(
            Stage stage,
            LoadClient client,
            List<Attempt> attempts,
            String when,
            boolean acknowledged) {
        var seen =
                Pauses.until(
                        NOTICED_WITHIN,
                        () -> {
                            var name = "%s-%04d.json".formatted(when, attempts.size());
                            attempts.add(client.send(stage.files().file(name, 1)));
                            return attempts.getLast().acknowledged() == acknowledged;
                        });
        if (!seen) {
            stage.problem("%s the disk was not noticed within %s".formatted(when, NOTICED_WITHIN));
        }
    }

    private static void requireRefused(Stage stage, List<Attempt> attempts) {
        for (var attempt : attempts) {
            if (!(attempt.outcome() instanceof Refused(var status, var retry, _))
                    || status != NO_ROOM
                    || !retry) {
                stage.problem("expected 507 with Retry-After, was " + attempt.outcome());
                return;
            }
        }
    }

    private static void fill(Path ballast) {
        var result =
                Commands.run(
                        Path.of("/"),
                        Map.of(),
                        List.of("fallocate", "-l", Long.toString(4 * GIB), ballast.toString()));
        if (result.exit() != 0) {
            throw new IllegalStateException("cannot fill the disk: " + result.output());
        }
    }

    private static void delete(Path ballast) {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException("delete it by hand: " + ballast, e);
        }
    }
}
