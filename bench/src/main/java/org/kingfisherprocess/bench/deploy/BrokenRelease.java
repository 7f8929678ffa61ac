package org.kingfisherprocess.bench.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.kingfisherprocess.bench.deploy.Deployer.Mishap;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// A release that is broken: after the attempt to deploy it the right one serves (the one before,
/// as long as that is possible), nothing acknowledged is lost, and the person is told what to do.
///
/// @param serves which one serves afterwards; where it is the new one, a rollback is tried then
/// @param nothingFails whether no request may fail: where the broken release takes over for a
///   moment, those that it answers do
record BrokenRelease(
        String name,
        String story,
        Function<MadeReleases, Path> making,
        String state,
        String advice,
        Serves serves,
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
                    Serves.BEFORE,
                    true);

    static final BrokenRelease CANNOT_START =
            new BrokenRelease(
                    "cannot-start",
                    "a release whose server ends at once",
                    releases -> releases.thatCannotStart("cannot-start"),
                    "rolled_back",
                    "serves again",
                    Serves.BEFORE,
                    true);

    static final BrokenRelease ANSWERS_500 =
            new BrokenRelease(
                    "answers-500",
                    "a release that starts, and would answer every submission with 500: its own trial finds it out before it takes over",
                    releases -> releases.thatAnswers500("answers-500"),
                    "rolled_back",
                    "serves again",
                    Serves.BEFORE,
                    true);

    static final BrokenRelease VERIFICATION_FAILS =
            new BrokenRelease(
                    "verification-fails",
                    "a release whose fault no trial shows: it answers submissions with 500 until the verification finds it out, and it is taken back",
                    releases -> releases.thatAnswers500ToWhatIsRight("verification-fails"),
                    "rolled_back",
                    "serves again",
                    Serves.BEFORE,
                    false);

    static final BrokenRelease BREAKING_FAILS =
            new BrokenRelease(
                    "breaking-fails",
                    "a release whose breaking migration fails and changes nothing, so that the one before is taken back to",
                    releases ->
                            releases.withMigrations(
                                    "breaking-fails",
                                    """
                                    -- migration impossible
                                    -- step drop breaking quiet
                                    alter table collection drop column was_never_there;
                                    """),
                    "rolled_back",
                    "serves again",
                    Serves.BEFORE,
                    true);

    static final BrokenRelease CONTRACT_FAILS =
            new BrokenRelease(
                    "contract-fails",
                    "a release that is verified, and whose contracting migration fails and changes nothing; then back by hand",
                    releases ->
                            releases.withMigrations(
                                    "contract-fails",
                                    """
                                    -- migration impossible
                                    -- step drop contract
                                    alter table collection drop column was_never_there;
                                    """),
                    "failed",
                    "takes away only what nobody uses",
                    Serves.NEW,
                    true);

    private static final Pattern FROM = Pattern.compile("\"from\":\"([^\"]+)\"");
    private static final Pattern TO = Pattern.compile("\"to\":\"([^\"]+)\"");
    private static final Pattern SERVING = Pattern.compile("\"serves\":\"([^\"]+)\"");

    /// Which of the two releases of a deployment.
    enum Serves {
        BEFORE,
        NEW
    }

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
                var before = serving(stage);
                var ended = deployer.run(Mishap.NONE, "run", release.toString());
                judge(stage, ended, before);
                if (serves == Serves.NEW) {
                    goBack(stage, deployer);
                }
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

    private void judge(Stage stage, Deployer.Ended ended, String before) {
        if (!ended.state().equals(state) || !ended.output().contains(advice)) {
            stage.problem(
                    "it is %s, not %s, or does not say that the old one %s: %s"
                            .formatted(ended.state(), state, advice, ended.output()));
        }
        var now = serving(stage);
        var right =
                switch (serves) {
                    // Where no reload was tried, from the place from which it was started.
                    case BEFORE -> List.of(before, found(FROM, ended.output()));
                    case NEW -> List.of(found(TO, ended.output()));
                };
        if (!right.contains(now)) {
            stage.problem("%s serves, and not %s".formatted(now, right));
        }
    }

    private static void goBack(Stage stage, Deployer deployer) {
        var ended = deployer.run(Mishap.NONE, "rollback");
        if (!ended.state().equals("done") || !serving(stage).equals(found(TO, ended.output()))) {
            stage.problem(
                    "the release before was not to be gone back to: %s".formatted(ended.output()));
        }
    }

    private static String serving(Stage stage) {
        return found(SERVING, stage.service().command("deploy", "status", "--json").output());
    }

    private static String found(Pattern pattern, String text) {
        var match = pattern.matcher(text);
        return match.find() ? match.group(1) : "nothing";
    }
}
