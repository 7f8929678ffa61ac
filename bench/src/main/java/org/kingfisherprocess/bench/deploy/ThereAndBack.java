package org.kingfisherprocess.bench.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.kingfisherprocess.bench.deploy.Deployer.Mishap;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// Rounds of five deployments: to a release that expands the tables, back, there again, to one that
/// contracts, and to one that breaks. The second one of a round is a rollback; after the fourth
/// there is no way back any more, which is asked for and refused.
final class ThereAndBack implements Scenario {
    private static final List<Mishap> MISHAPS = List.of(Mishap.values());

    private static final int ROUNDS_FULL = 4;
    private static final int ROUNDS_SHORT = 1;
    private static final int OF_A_ROUND = 5;
    private static final Pattern DONE = Pattern.compile("\"state\":\"done\",\"problem\"");
    private static final Pattern FAILED_REQUESTS = Pattern.compile("\"failed_requests\":(\\d+)");
    private static final Pattern PAUSE = Pattern.compile("\"longest_pause_ms\":(\\d+)");

    @Override
    public String name() {
        return "there-and-back";
    }

    @Override
    public String story() {
        return "20 deployments (short: 5) from release to release and back, with migrations of each phase, under 32 clients,"
                + " some with the terminal lost or the deploying process killed";
    }

    @Override
    public Verdict run(Plan plan) {
        var settings =
                Map.of(
                        "KINGFISHER_PROCESS_VERIFY_FOR",
                        "2s",
                        "KINGFISHER_PROCESS_KEEP_RELEASES",
                        "3",
                        "KINGFISHER_PROCESS_INSTALL_DIR",
                        plan.work().resolve(name()).resolve("install").toString());
        try (var stage = Stage.set(plan, name(), settings, Optional.empty())) {
            var run = new Run(plan, stage);
            try (var spiders = stage.spiders()) {
                var rounds = plan.times(ROUNDS_FULL, ROUNDS_SHORT);
                for (var round = 1; round <= rounds; round++) {
                    run.round(round);
                }
                stage.remark(run.deployer.remark());
                var attempts = spiders.stop();
                run.requireWholeHistory(rounds * OF_A_ROUND);
                stage.requireAllAcknowledged(attempts);
                return stage.prove(attempts);
            }
        }
    }

    private static final class Run {
        private final Stage stage;
        private final MadeReleases releases;
        private final Deployer deployer;
        private final StringBuilder migrations = new StringBuilder();
        private int deployments;

        Run(Plan plan, Stage stage) {
            this.stage = stage;
            var folder = plan.work().resolve("there-and-back");
            releases =
                    new MadeReleases(
                            folder.resolve("made"),
                            Objects.requireNonNull(stage.service().releases().good().getParent()));
            deployer = new Deployer(stage.service(), folder.resolve("install"), plan.random());
        }

        void round(int round) {
            var expanding =
                    release(
                            "expanding-" + round,
                            """
                            -- migration trial-%1$d
                            -- step add expand
                            alter table collection add column trial_%1$d integer;
                            """,
                            round);
            deploy("run", expanding);
            deploy("rollback");
            deploy("run", expanding);
            deploy(
                    "run",
                    release(
                            "contracting-" + round,
                            """
                            -- migration end-of-trial-%1$d
                            -- step drop contract
                            alter table collection drop column trial_%1$d;
                            """,
                            round));
            requireNoWayBack();
            deploy(
                    "run",
                    release(
                            "breaking-" + round,
                            """
                            -- migration other-trial-%1$d
                            -- step change breaking quiet
                            alter table collection add column other_trial_%1$d integer;
                            """,
                            round));
        }

        private String release(String name, String migration, int round) {
            migrations.append(migration.formatted(round));
            return releases.withMigrations(name, migrations.toString()).toString();
        }

        private void deploy(String... arguments) {
            var mishap = MISHAPS.get(deployments % MISHAPS.size());
            deployments++;
            var begun = System.nanoTime();
            var ended = deployer.run(mishap, arguments);
            var took = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            if (!ended.state().equals("done")) {
                stage.problem(
                        "deployment %d (%s, %s) is %s: %s"
                                .formatted(
                                        deployments,
                                        String.join(" ", arguments),
                                        mishap,
                                        ended.state(),
                                        shortened(ended.output())));
            }
            stage.remark("%d. %s, %s: %d s".formatted(deployments, arguments[0], mishap, took));
        }

        private void requireNoWayBack() {
            var ended = deployer.run(Mishap.NONE, "rollback");
            if (!ended.output().contains("a migration took away what it uses")) {
                stage.problem(
                        "a rollback beyond a contraction was not refused: "
                                + shortened(ended.output()));
            }
        }

        void requireWholeHistory(int expected) {
            var history =
                    stage.service()
                            .commandOf(
                                    deployer.launcher(),
                                    java.util.List.of(
                                            "deploy", "history", "--json", "--most", "1000"))
                            .output();
            long done = DONE.matcher(history).results().count();
            long failed =
                    FAILED_REQUESTS
                            .matcher(history)
                            .results()
                            .mapToLong(found -> Long.parseLong(found.group(1)))
                            .sum();
            long pause =
                    PAUSE.matcher(history)
                            .results()
                            .mapToLong(found -> Long.parseLong(found.group(1)))
                            .max()
                            .orElse(0);
            stage.remark(
                    "history: %d done, %d requests failed, longest pause of loading %d ms"
                            .formatted(done, failed, pause));
            if (done != expected || failed != 0) {
                stage.problem(
                        "the history has %d deployments that are done, of %d, and %d failed requests"
                                .formatted(done, expected, failed));
            }
        }

        private static String shortened(String text) {
            return text.length() <= 2_000 ? text : "…" + text.substring(text.length() - 2_000);
        }
    }
}
