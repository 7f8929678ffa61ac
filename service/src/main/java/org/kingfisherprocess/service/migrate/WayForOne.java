package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.sql.TxConsumer;

/// One try after another to get strong locks on some tables for a moment. Each queues for them no
/// longer than nobody notices; each next one first asks those to make room who would not by
/// themselves:
///
/// * Autovacuum, which PostgreSQL ends only when it has been in the way for a second. So we wait
///   for it with a lock that readers and writers do not feel.
/// * Our own workers, whose transactions may follow each other so closely that there is never a
///   gap.
///
/// For a step that needs quiet, workers stand still for each try and no longer: not while the run
/// is held up, nor between two tries.
final class WayForOne {
    private static final int TRIES_BESIDE_AUTOVACUUM = 1;
    private static final int TRIES_BESIDE_WORKERS = 3;

    /// PostgreSQL's `deadlock_timeout`, a second by default, and then the end of the vacuum.
    private static final Duration AUTOVACUUM_GONE = Duration.ofMillis(2_500);

    private static final String THERE = "select to_regclass(?) is not null as there";

    private final StepContext context;
    private final List<String> tables;
    private final WorkersStandStill workers;

    WayForOne(StepContext context, List<String> tables) {
        this.context = context;
        this.tables = tables.stream().sorted().toList();
        this.workers = new WorkersStandStill(context);
    }

    void attempt(int number, TxConsumer work) throws SQLException {
        var quiet = context.step().quiet();
        if (quiet.isPresent()) {
            workers.await(quiet.get());
        }
        var still = new boolean[] {quiet.isPresent()};
        try {
            context.session()
                    .<Optional<String>>transaction(tx -> {
                        if (number > TRIES_BESIDE_AUTOVACUUM) {
                            endAutovacuum(tx);
                        }
                        if (number > TRIES_BESIDE_WORKERS && quiet.isEmpty()) {
                            still[0] = workers.hold(tx);
                        }
                        var settings = context.settings();
                        tx.execute("set local lock_timeout = " + settings.lockTimeout().toMillis());
                        tx.execute(
                                "set local statement_timeout = "
                                        + settings.workTimeout().toMillis());
                        work.accept(tx);
                        return Optional.empty();
                    });
        } finally {
            if (still[0] && !context.session().connection().isClosed()) {
                workers.goOn();
            }
        }
    }

    private void endAutovacuum(Tx tx) throws SQLException {
        tx.execute("set local lock_timeout = " + AUTOVACUUM_GONE.toMillis());
        for (var table : tables) {
            if (tx.queryOne(THERE, row -> row.bool("there"), table).orElseThrow()) {
                tx.execute("lock table only %s in share update exclusive mode".formatted(table));
            }
        }
    }
}
