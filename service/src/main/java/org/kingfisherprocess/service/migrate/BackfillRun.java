package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.kingfisherprocess.service.sql.Tx;

/// Walks a table by ranges of its key. The range, the rows that it changed and the note of how far
/// it came are committed together, so a killed run goes on behind the last committed range and
/// never does one twice. Rows that come after it has begun are none of its business: the new code,
/// or a trigger, writes them right.
final class BackfillRun {
    private static final Duration LONGEST_WAIT_FOR_A_ROW = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String table;
    private final String key;
    private final String statement;
    private final String mark;
    private final StepContext context;
    private final BatchSize size;
    private final Breather breather;

    private BackfillRun(
            String table, String key, String statement, String mark, StepContext context) {
        this.table = table;
        this.key = key;
        this.statement = statement;
        this.mark = mark;
        this.context = context;
        this.size = new BatchSize(context.settings().throttle());
        this.breather = new Breather(context);
    }

    static void run(Backfill change, StepContext context) throws SQLException {
        walk(change.table(), change.key(), change.statement(), "after", context);
    }

    /// The same for a backfill that is a part of a step; `mark` is where the step notes how far it
    /// came.
    static void walk(String table, String key, String statement, String mark, StepContext context)
            throws SQLException {
        new BackfillRun(table, key, statement, mark, context).walk();
    }

    /// The keys that one transaction walks: `after` < key <= `until`.
    private record Range(long after, long until, long rows) {}

    private void walk() throws SQLException {
        var bounds = bounds();
        if (bounds.isEmpty()) {
            return;
        }
        var pace = new Pace(table, TableRows.estimate(context.session(), table), bounds.get());
        context.proceed();
        for (var next = batch(bounds.get());
                next.isPresent();
                next = batch(rest(bounds.get(), next.get()))) {
            context.tell(pace.after(context.address(), next.get().until(), next.get().rows()));
            context.proceed();
        }
    }

    private static KeyRange rest(KeyRange all, Range done) {
        return new KeyRange(done.until(), all.last());
    }

    /// What is left of the table's keys.
    private Optional<KeyRange> bounds() throws SQLException {
        var done = context.mark(mark).map(Long::parseLong);
        return context.session()
                .queryOne(
                        "select min(%1$s) - 1 as before, max(%1$s) as last from %2$s"
                                .formatted(key, table),
                        row ->
                                row.optionalLong("last").isEmpty()
                                        ? Optional.<KeyRange>empty()
                                        : Optional.of(
                                                new KeyRange(
                                                        done.orElse(row.longValue("before")),
                                                        row.longValue("last"))))
                .flatMap(range -> range);
    }

    /// Walks the next rows of what is left; empty if none are.
    private Optional<Range> batch(KeyRange left) throws SQLException {
        long begun = System.nanoTime();
        for (var pause = Duration.ofMillis(50); ; pause = StepContext.longer(pause)) {
            try {
                var done = context.look(tx -> batch(tx, left));
                done.ifPresent(range -> size.took(StepContext.elapsed(begun), range.rows()));
                if (done.isPresent()) {
                    breather.after(StepContext.elapsed(begun));
                }
                return done;
            } catch (SQLException e) {
                giveWay(e, begun, pause);
            }
        }
    }

    private void giveWay(SQLException e, long begun, Duration pause) throws SQLException {
        if (!Sqlstates.isCancelled(e) && !Sqlstates.isInTheWay(e)) {
            throw e;
        }
        if (StepContext.elapsed(begun).compareTo(context.settings().giveUpAfter()) > 0) {
            throw new MigrationException(
                    "%s: a batch of %s could not be done in %s, however small: %s"
                            .formatted(
                                    context.address(),
                                    table,
                                    context.settings().giveUpAfter(),
                                    e.getMessage()),
                    e);
        }
        size.halve();
        var bounded = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        context.tell(
                new MigrationEvent.Retried(
                        context.address(), String.valueOf(e.getMessage()), bounded));
        Pause.of(bounded);
        context.proceed();
    }

    private Optional<Range> batch(Tx tx, KeyRange left) throws SQLException {
        tx.execute("set local lock_timeout = " + LONGEST_WAIT_FOR_A_ROW.toMillis());
        tx.execute("set local statement_timeout = " + context.settings().workTimeout().toMillis());
        var range = next(tx, left);
        if (range.isPresent()) {
            long until = range.get().until();
            tx.execute(
                    statement
                            .replace(":after", String.valueOf(left.after()))
                            .replace(":until", String.valueOf(until)));
            StepRecords.progress(
                    tx,
                    context.address(),
                    range.get().rows(),
                    "%s up to %s %,d of %,d".formatted(table, key, until, left.last()),
                    mark,
                    String.valueOf(until));
        }
        return range;
    }

    private Optional<Range> next(Tx tx, KeyRange left) throws SQLException {
        return tx.queryOne(
                        "select max(k) as until, count(*) as walked from (select %1$s as k from %2$s where %1$s > ? and %1$s <= ? order by %1$s limit ?) as r"
                                .formatted(key, table),
                        row ->
                                row.longValue("walked") == 0
                                        ? Optional.<Range>empty()
                                        : Optional.of(
                                                new Range(
                                                        left.after(),
                                                        row.longValue("until"),
                                                        row.longValue("walked"))),
                        left.after(),
                        left.last(),
                        size.rows())
                .flatMap(range -> range);
    }
}
