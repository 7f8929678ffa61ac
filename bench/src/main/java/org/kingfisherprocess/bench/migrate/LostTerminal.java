package org.kingfisherprocess.bench.migrate;

import java.time.Duration;
import java.util.List;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.process.Pauses;

/// The terminal from which the upgrade was started is gone: the window was closed, or the network
/// broke.
final class LostTerminal implements Scenario {
    private static final Duration BEGUN_WITHIN = Duration.ofMinutes(3);

    @Override
    public String name() {
        return "lost-terminal";
    }

    @Override
    public String story() {
        return "the terminal is closed under a running upgrade-database (needs the program script)";
    }

    @Override
    public List<Result> run(Plan plan, Databases databases) {
        if (Commands.run(plan.checkout(), java.util.Map.of(), List.of("script", "--version")).exit()
                != 0) {
            return List.of(Result.skipped(name(), "there is no program called script"));
        }
        return List.of(
                Adoption.measure(
                        plan,
                        databases,
                        name(),
                        plan.fewer(),
                        (scene, result) -> drive(plan, scene, result)));
    }

    private static void drive(Plan plan, Scene scene, Result result) {
        var launcher = scene.service().releases().good().toString();
        var terminal =
                scene.service()
                        .beginProgram(
                                scene.log(),
                                "script",
                                "-qec",
                                launcher + " upgrade-database --yes",
                                "/dev/null");
        if (!Pauses.until(BEGUN_WITHIN, () -> scene.shows("step"))) {
            result.problem("no run was begun, see " + scene.log());
        }
        terminal.destroyForcibly();
        result.figure("terminal lost", "yes");
        boolean done =
                Pauses.until(
                        plan.limit(),
                        () ->
                                scene.count(
                                                "select count(*) from kingfisher_migration_run where ended_at is null")
                                        == 0);
        if (!done || scene.count("select count(*) from kingfisher_migration_run where done") != 1) {
            result.problem("the run did not go on without its terminal");
        }
        if (scene.count("select count(*) from kingfisher_migration_run") != 1) {
            result.problem("there was more than one run");
        }
    }
}
