package org.kingfisherprocess.bench.migrate;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/// The migrating process is killed again and again, at random moments, and started again.
final class AdoptKilled implements Scenario {
    /// A JVM takes some of it to start.
    private static final int SHORTEST_LIFE_MILLIS = 1_500;

    private static final int LONGEST_LIFE_MILLIS = 20_000;
    private static final int LONGEST_LIFE_MILLIS_IN_SHORT = 5_000;

    @Override
    public String name() {
        return "adopt-killed";
    }

    @Override
    public String story() {
        return "the same with the migrating process killed 20 times (short: 3) at random moments and started again";
    }

    @Override
    public List<Result> run(Plan plan, Databases databases) {
        var random = new SplittableRandom(plan.seed());
        return List.of(
                Adoption.measure(
                        plan,
                        databases,
                        name(),
                        plan.releases(),
                        (scene, result) -> drive(plan, random, scene, result)));
    }

    private static void drive(Plan plan, SplittableRandom random, Scene scene, Result result) {
        int longest = plan.shortened() ? LONGEST_LIFE_MILLIS_IN_SHORT : LONGEST_LIFE_MILLIS;
        int kills = 0;
        while (kills < plan.kills()) {
            var upgrade = scene.upgrade("--foreground");
            if (Scene.await(
                    upgrade, Duration.ofMillis(random.nextInt(SHORTEST_LIFE_MILLIS, longest)))) {
                break;
            }
            Scene.kill(upgrade);
            kills++;
        }
        result.figure("times killed", Integer.toString(kills));
        if (kills < plan.kills()) {
            result.remark("it was done before it could be killed more often");
        }
        var last = scene.upgrade("--foreground");
        if (!Scene.await(last, plan.limit())) {
            Scene.kill(last);
            result.problem("not done within " + plan.limit());
        } else if (last.exitValue() != 0) {
            result.problem(
                    "upgrade-database ended with %d, see %s"
                            .formatted(last.exitValue(), scene.log()));
        }
    }
}
