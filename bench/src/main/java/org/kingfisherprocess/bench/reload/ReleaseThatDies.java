package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.ServiceStatus;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// A release becomes ready, and its worker dies soon after: the release before must come back by
/// itself.
final class ReleaseThatDies implements Scenario {
    private static final int CLIENTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration BACK_WITHIN = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "release-that-dies";
    }

    @Override
    public String story() {
        return "a reload to a release whose worker is killed as soon as it has taken over";
    }

    @Override
    public Verdict run(Plan plan) {
        try (var stage = Stage.set(plan, name(), Map.of(), Optional.empty());
                var traffic =
                        Traffic.start(
                                stage, new SmallAndLargeFiles(stage.files()), CLIENTS, PAUSE)) {
            var releases = stage.service().releases();
            releases.pointToScript("dies", "exec '%s' \"$@\"".formatted(releases.good()));
            var result = stage.service().command("reload", "--no-wait");
            if (result.exit() != 0) {
                stage.problem("the reload failed: " + result.output());
            }
            var status = stage.service().status();
            var bad = generation(status);
            new Kills().kill(status.current("worker").orElseThrow().pid());
            var isBack =
                    stage.service()
                            .awaitStatus(
                                    BACK_WITHIN, now -> now.isAtRest() && generation(now) > bad);
            if (!isBack) {
                stage.problem(
                        "the release before was not back within %s: %s"
                                .formatted(BACK_WITHIN, stage.service().status()));
            }
            var attempts = traffic.stop();
            stage.requireAllAcknowledged(attempts);
            return stage.prove(attempts);
        }
    }

    private static long generation(ServiceStatus status) {
        return status.current("server").map(ServiceStatus.Child::generation).orElse(0L);
    }
}
