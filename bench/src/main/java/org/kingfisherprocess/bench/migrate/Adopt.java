package org.kingfisherprocess.bench.migrate;

import java.util.List;

/// Nothing goes wrong.
final class Adopt implements Scenario {
    @Override
    public String name() {
        return "adopt";
    }

    @Override
    public String story() {
        return "a database of version 1 is adopted and migrated to the newest version under load";
    }

    @Override
    public List<Result> run(Plan plan, Databases databases) {
        return List.of(
                Adoption.measure(
                        plan,
                        databases,
                        name(),
                        plan.releases(),
                        (scene, result) -> {
                            var upgrade = scene.upgrade("--foreground");
                            if (!Scene.await(upgrade, plan.limit())) {
                                Scene.kill(upgrade);
                                result.problem("not done within " + plan.limit());
                            } else if (upgrade.exitValue() != 0) {
                                result.problem(
                                        "upgrade-database ended with %d, see %s"
                                                .formatted(upgrade.exitValue(), scene.log()));
                            }
                        }));
    }
}
