package org.kingfisherprocess.bench.deploy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.kingfisherprocess.bench.deploy.Deployer.Mishap;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// A release that must not stay: after the attempt the one before serves, nothing acknowledged is
/// lost, and the person is told what to do.
///
/// @param nothingFails whether no request may fail: where the broken release takes over for a
///   moment, those that it answers do
record BrokenRelease(
        String name,
        String story,
        Function<MadeReleases, Path> making,
        String state,
        String advice,
        boolean nothingFails)
        implements Scenario {

    static final BrokenRelease MIGRATION_FAILS =
            new BrokenRelease(
                    "migration-fails",
                    "a release whose second migration step fails",
                    releases ->
                            releases.withMigrations(
                                    "migration-fails",
                                    """
                                    -- migration half
                                    -- step first expand
                                    alter table collection add column half integer;
                                    -- step second expand
                                    alter table collection add column half integer;
                                    """),
                    "failed",
                    "serves as before",
                    true);

    static final BrokenRelease CANNOT_START =
            new BrokenRelease(
                    "cannot-start",
                    "a release whose server ends at once",
                    releases -> releases.thatCannotStart("cannot-start"),
                    "rolled_back",
                    "serves again",
                    true);

    static final BrokenRelease ANSWERS_500 =
            new BrokenRelease(
                    "answers-500",
                    "a release that starts, and answers submissions with 500 until it is taken back",
                    releases -> releases.thatAnswers500("answers-500"),
                    "rolled_back",
                    "serves again",
                    false);

    @Override
    public Verdict run(Plan plan) {
        var folder = plan.work().resolve(name);
        var settings =
                Map.of(
                        "KINGFISHER_PROCESS_VERIFY_FOR",
                        "2s",
                        "KINGFISHER_PROCESS_INSTALL_DIR",
                        folder.resolve("install").toString());
        try (var stage = Stage.set(plan, name, settings, Optional.empty())) {
            var good = Objects.requireNonNull(stage.service().releases().good().getParent());
            var release = making.apply(new MadeReleases(folder.resolve("made"), good));
            var deployer = new Deployer(stage.service(), folder.resolve("install"), plan.random());
            try (var spiders = stage.spiders()) {
                var ended = deployer.run(Mishap.NONE, "run", release.toString());
                judge(stage, ended);
                var attempts = spiders.stop();
                long failed = attempts.stream().filter(one -> !one.acknowledged()).count();
                stage.remark("%d of %d requests failed".formatted(failed, attempts.size()));
                if (nothingFails) {
                    stage.requireAllAcknowledged(attempts);
                }
                return stage.prove(attempts);
            }
        }
    }

    private void judge(Stage stage, Deployer.Ended ended) {
        if (!ended.state().equals(state) || !ended.output().contains(advice)) {
            stage.problem(
                    "it is %s, not %s, or does not say that the old one %s: %s"
                            .formatted(ended.state(), state, advice, ended.output()));
        }
        var status = stage.service().command("deploy", "status", "--json").output();
        if (status.contains("\"serves\":null")) {
            stage.problem("nothing serves: " + status);
        }
    }
}
