package org.kingfisherprocess.bench.migrate;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.kingfisherprocess.bench.process.Pauses;

/// Somebody went home with a transaction open. The upgrade shows who it is, goes on trying without
/// anybody noticing, and cancels that one where it is told to.
final class IdleReader implements Scenario {
    private static final String NAME = "forgotten session";

    /// Longer than the long queries of the other readers, which are to be left alone.
    private static final String ENDED_AFTER = "after=10s";

    private static final Duration SHOWN_WITHIN = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "idle-reader";
    }

    @Override
    public String story() {
        return "a reader idle in its transaction for ten minutes (short: 10 s): shown, then cancelled by option";
    }

    @Override
    public List<Result> run(Plan plan, Databases databases) {
        return List.of(
                Adoption.measure(
                        plan,
                        databases,
                        name(),
                        plan.fewer(),
                        (scene, result) -> drive(plan, scene, result)));
    }

    private static void drive(Plan plan, Scene scene, Result result) {
        try (var reader =
                DriverManager.getConnection(
                        scene.database().url() + "&ApplicationName=" + NAME.replace(" ", "%20"))) {
            reader.setAutoCommit(false);
            reader.createStatement().executeQuery("select count(*) from collection").close();
            var upgrade = scene.upgrade("--foreground", "--cancel-blockers", "never");
            if (!Pauses.until(SHOWN_WITHIN, () -> scene.shows(NAME))) {
                result.problem("the idle session was never shown as being in the way");
            }
            var idle = plan.shortened() ? Duration.ofSeconds(10) : Duration.ofMinutes(10);
            if (Scene.await(upgrade, idle)) {
                result.problem("the upgrade ended although a session was in its way");
            }
            result.figure("the reader in the way was shown for", idle.toString());
            upgrade.destroy();
            Scene.await(upgrade, SHOWN_WITHIN);
            var second = scene.upgrade("--foreground", "--cancel-blockers", ENDED_AFTER);
            if (!Scene.await(second, plan.limit()) || second.exitValue() != 0) {
                Scene.kill(second);
                result.problem(
                        "not done although the reader was to be cancelled; see " + scene.log());
            }
            result.figure("the reader was ended", reader.isValid(1) ? "no" : "yes");
        } catch (SQLException e) {
            result.problem(e.toString());
        }
    }
}
