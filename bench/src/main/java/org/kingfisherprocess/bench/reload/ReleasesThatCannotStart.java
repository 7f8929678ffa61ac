package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.ReleaseLink;
import org.kingfisherprocess.bench.scenario.Moments;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// Reloads to releases that are broken in several ways. Each must fail with its reason and leave
/// all as it was, and a good one must work afterwards.
final class ReleasesThatCannotStart implements Scenario {
    private static final int CLIENTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int FULL = 10;
    private static final int SHORT = 4;
    private static final int LONGEST_REST_MILLIS = 500;
    private static final String START_LIMIT = "20s";

    /// @param reason what the command must say
    private record Broken(String name, String script, String reason) {}

    private static final List<Broken> RELEASES =
            List.of(
                    new Broken("nothing", "", "no release"),
                    new Broken(
                            "ends",
                            "echo 'the configuration of this release is wrong' >&2; exit 3",
                            "the configuration of this release is wrong"),
                    new Broken("never-ready", "exec sleep 600", "not ready within 20 seconds"),
                    new Broken("killed", "kill -9 $$", "exit code 137"));

    @Override
    public String name() {
        return "broken-releases";
    }

    @Override
    public String story() {
        return "10 reloads (short: 4) to releases that cannot start";
    }

    @Override
    public Verdict run(Plan plan) {
        var settings = Map.of("KINGFISHER_PROCESS_START_LIMIT", START_LIMIT);
        try (var stage = Stage.set(plan, name(), settings, Optional.empty());
                var traffic =
                        Traffic.start(
                                stage, new SmallAndLargeFiles(stage.files()), CLIENTS, PAUSE)) {
            var random = plan.random();
            for (var number = 0; number < plan.times(FULL, SHORT); number++) {
                Moments.pass(random, LONGEST_REST_MILLIS);
                requireFailure(stage, RELEASES.get(number % RELEASES.size()));
            }
            stage.service().releases().pointToGood();
            var reloading = new Reloading(stage);
            reloading.reload();
            stage.remark("afterwards " + reloading.remark());
            var attempts = traffic.stop();
            stage.requireAllAcknowledged(attempts);
            return stage.prove(attempts);
        }
    }

    private static void requireFailure(Stage stage, Broken release) {
        var before = stage.service().status();
        pointTo(stage.service().releases(), release);
        var result = stage.service().command("reload");
        if (result.exit() == 0 || !result.output().contains(release.reason())) {
            stage.problem(
                    "the reload to the release '%s' exited with %d and did not say '%s': %s"
                            .formatted(
                                    release.name(),
                                    result.exit(),
                                    release.reason(),
                                    result.output()));
        }
        var rest = Duration.ofSeconds(30);
        if (!stage.service()
                .awaitStatus(rest, status -> status.children().equals(before.children()))) {
            stage.problem(
                    "after the release '%s' the processes were %s, before %s"
                            .formatted(
                                    release.name(),
                                    stage.service().status().children(),
                                    before.children()));
        }
    }

    private static void pointTo(ReleaseLink link, Broken release) {
        if (release.script().isEmpty()) {
            link.pointToNothing();
        } else {
            link.pointToScript(release.name(), release.script());
        }
    }
}
