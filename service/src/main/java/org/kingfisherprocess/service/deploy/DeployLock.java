package org.kingfisherprocess.service.deploy;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.Tx;

/// One person deploys at a time. A person may take the lock and keep it for a while, by hand; a
/// deployment takes it for as long as it runs, unless the same person has it already.
public final class DeployLock {
    private static final String READ =
            "select holder, reason, taken_at, deployment_id from deploy_lock";

    private static final String TAKE =
            """
            insert into deploy_lock (holder, reason, deployment_id) values (?, ?, ?)
            on conflict (only_one) do nothing
            """;

    private static final String LET_GO = "delete from deploy_lock where holder = ?";

    private static final String LET_GO_AFTER = "delete from deploy_lock where deployment_id = ?";

    /// Who has it.
    ///
    /// @param deployment empty where a person took it by hand
    public record Held(String holder, String reason, Instant takenAt, Optional<Long> deployment) {
        /// For people: who, since when, why.
        public String text() {
            return "%s since %s%s"
                    .formatted(
                            holder,
                            takenAt.truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                            reason.isEmpty() ? "" : " (" + reason + ")");
        }
    }

    public Optional<Held> held(Tx tx) throws SQLException {
        return tx.queryOne(READ, DeployLock::held);
    }

    /// By hand. Returns false if the same person has it already.
    ///
    /// @throws DeployException naming the holder, if that is somebody else
    public boolean take(Tx tx, String who, String reason) throws SQLException {
        return tx.execute(TAKE, who, reason, Optional.empty()) > 0 || refuseOthers(tx, who);
    }

    /// For a deployment. Where the same person has it already, it stays theirs afterwards.
    void takeFor(Tx tx, String who, long deployment) throws SQLException {
        var reason = "deployment %d".formatted(deployment);
        if (tx.execute(TAKE, who, reason, deployment) == 0) {
            refuseOthers(tx, who);
        }
    }

    void letGoAfter(Tx tx, long deployment) throws SQLException {
        tx.execute(LET_GO_AFTER, deployment);
    }

    /// Returns who held it; empty if nobody did.
    ///
    /// @param force whether to take it from somebody else
    /// @throws DeployException if it is somebody else's and not forced, or a deployment has it
    public Optional<Held> letGo(Tx tx, String who, boolean force) throws SQLException {
        var held = held(tx);
        if (held.isEmpty()) {
            return held;
        }
        if (!held.get().holder().equals(who) && !force) {
            throw new DeployException(
                    "the deploy lock is held by %s, not by %s; ask them, or use --force"
                            .formatted(held.get().text(), who));
        }
        var running = held.get().deployment();
        if (running.isPresent() && Deployments.isRunning(tx, running.get())) {
            throw new DeployException(
                    "deployment %d holds the deploy lock and runs; follow it with deploy attach, or let it go on with deploy run"
                            .formatted(running.get()));
        }
        tx.execute(LET_GO, held.get().holder());
        return held;
    }

    private boolean refuseOthers(Tx tx, String who) throws SQLException {
        var held = held(tx);
        if (held.isPresent() && !held.get().holder().equals(who)) {
            throw new DeployException(
                    "the deploy lock is held by %s; ask them to run deploy unlock, or take it with deploy unlock --force"
                            .formatted(held.get().text()));
        }
        return false;
    }

    private static Held held(Row row) throws SQLException {
        return new Held(
                row.text("holder"),
                row.text("reason"),
                row.instant("taken_at"),
                row.optionalLong("deployment_id").stream().boxed().findFirst());
    }
}
