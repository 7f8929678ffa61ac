package org.kingfisherprocess.service.queue;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// The rows of `processing_step`: planting, claiming, and what becomes of them. Stateless.
public final class StepQueue {
    /// On which workers listen.
    static final String CHANNEL = "kingfisher_process_steps";

    private static final String COLUMNS =
            "id, name, collection_id, collection_file_id, ocid, last_ocid, progress, tries";

    private static final String PLANT =
            """
            insert into processing_step (name, collection_id, collection_file_id, ocid, last_ocid, progress)
            select * from unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
            """;

    private static final String WAKE = "select 1 as woken from pg_notify('" + CHANNEL + "', '')";

    // The claim of one collection after the other is what keeps a huge one from starving a small
    // one.
    private static final String CLAIM =
            "select "
                    + COLUMNS
                    + """
                     from processing_step
                    where set_aside_at is null and run_at <= now() and collection_id > ? and name = any(?::text[])
                        and (cardinality(?::bigint[]) = 0 or collection_id = any(?::bigint[]))
                    order by collection_id, run_at
                    limit 1 for update skip locked
                    """;

    // Those about ranges are large, and one that has failed is done alone.
    private static final String CLAIM_FURTHER =
            "select "
                    + COLUMNS
                    + """
                     from processing_step
                    where set_aside_at is null and run_at <= now() and collection_id = ? and name = ? and id <> ?
                        and ocid = '' and tries = 0
                    order by run_at
                    limit ? for update skip locked
                    """;

    private static final String NEXT_DUE =
            """
            select (extract(epoch from min(run_at) - now()) * 1000)::bigint as millis from processing_step
            where set_aside_at is null and run_at > now() and name = any(?::text[])
                and (cardinality(?::bigint[]) = 0 or collection_id = any(?::bigint[]))
            """;

    private static final String DELETE = "delete from processing_step where id = any(?::bigint[])";

    private static final String REMAINS =
            """
            update processing_step set ocid = ?, last_ocid = ?, progress = ?, run_at = now(), tries = 0, error = ''
            where id = ?
            """;

    private static final String PUT_OFF =
            "update processing_step set run_at = now() + make_interval(secs => ?) where id = any(?::bigint[])";

    private static final String BRING_FORWARD =
            "update processing_step set run_at = now() where id = any(?::bigint[]) and run_at > now() and set_aside_at is null";

    private static final String FAILED =
            """
            update processing_step set tries = tries + 1, error = ?, run_at = now() + make_interval(secs => ?),
                set_aside_at = case when tries + 1 >= ? then now() end
            where id = ?
            """;

    private static final String CLAIM_KNOWN =
            "select "
                    + COLUMNS
                    + """
                     from processing_step where id = any(?::bigint[]) and set_aside_at is null
                    order by id for update skip locked
                    """;

    private static final String LIST =
            "select "
                    + COLUMNS
                    + """
                    , run_at, error, set_aside_at from processing_step
                    where (?::bigint is null or collection_id = ?) and (not ?::boolean or set_aside_at is not null)
                    order by set_aside_at is null, collection_id, id
                    limit ?
                    """;

    private static final String STATE =
            """
            select name, count(*) filter (where set_aside_at is null and run_at <= now()) as due, count(set_aside_at) as set_aside
            from processing_step group by name
            """;

    private static final String FIND =
            "select " + COLUMNS + ", run_at, error, set_aside_at from processing_step where id = ?";

    private static final String RETRY =
            """
            update processing_step set run_at = now(), tries = 0, set_aside_at = null
            where id = any(?::bigint[]) and (set_aside_at is not null or tries > 0)
            """;

    private static final String RETRY_ALL =
            "update processing_step set run_at = now(), tries = 0, set_aside_at = null where set_aside_at is not null";

    /// Adds steps, and wakes workers when the transaction commits.
    public void plant(Tx tx, Collection<NewStep> steps) throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        tx.execute(
                PLANT,
                SqlArray.text(steps.stream().map(NewStep::name).toList()),
                SqlArray.bigint(steps.stream().map(NewStep::collectionId).toList()),
                SqlArray.bigint(
                        steps.stream()
                                .map(step ->
                                        step.fileId().isPresent()
                                                ? Long.valueOf(step.fileId().getAsLong())
                                                : null)
                                .collect(java.util.stream.Collectors.toList())),
                SqlArray.text(steps.stream().map(NewStep::ocid).toList()),
                SqlArray.text(steps.stream().map(NewStep::lastOcid).toList()),
                SqlArray.bigint(steps.stream().map(NewStep::progress).toList()));
        wake(tx);
    }

    /// Wakes workers when the transaction commits: for whoever plants by statements of its own.
    public void wake(Tx tx) throws SQLException {
        tx.queryOne(WAKE, _ -> true);
    }

    /// Claims a due step of the next collection after this one that has any.
    ///
    /// @param names of steps that the worker can do
    /// @param only these collections; all where empty
    Optional<QueuedStep> claim(Tx tx, long after, Collection<String> names, Collection<Long> only)
            throws SQLException {
        var found = claimFrom(tx, after, names, only);
        return found.isEmpty() && after > 0 ? claimFrom(tx, 0, names, only) : found;
    }

    private Optional<QueuedStep> claimFrom(
            Tx tx, long after, Collection<String> names, Collection<Long> only)
            throws SQLException {
        var collections = SqlArray.bigint(only);
        return tx.queryOne(
                CLAIM, StepQueue::step, after, SqlArray.text(names), collections, collections);
    }

    /// Claims further due steps of the same collection and name, but no more than so many.
    List<QueuedStep> claimFurther(Tx tx, QueuedStep first, int most) throws SQLException {
        return tx.query(
                CLAIM_FURTHER,
                StepQueue::step,
                first.collectionId(),
                first.name(),
                first.id(),
                most);
    }

    /// Claims those of these steps that are still there and that nobody else works on.
    List<QueuedStep> claim(Tx tx, Collection<Long> ids) throws SQLException {
        return tx.query(CLAIM_KNOWN, StepQueue::step, SqlArray.bigint(ids));
    }

    /// How long until a step is due that is not due yet.
    ///
    /// @param names of steps that the worker can do
    /// @param only these collections; all where empty
    Optional<Duration> nextDue(Tx tx, Collection<String> names, Collection<Long> only)
            throws SQLException {
        var collections = SqlArray.bigint(only);
        return tx
                .query(
                        NEXT_DUE,
                        row -> row.optionalLong("millis"),
                        SqlArray.text(names),
                        collections,
                        collections)
                .stream()
                .flatMap(millis -> millis.stream().mapToObj(Duration::ofMillis))
                .findFirst();
    }

    void done(Tx tx, List<QueuedStep> steps) throws SQLException {
        tx.execute(DELETE, ids(steps));
    }

    void remains(Tx tx, QueuedStep step, StepOutcome.Remains rest) throws SQLException {
        tx.execute(REMAINS, rest.ocid(), rest.lastOcid(), rest.progress(), step.id());
        wake(tx);
    }

    void putOff(Tx tx, List<QueuedStep> steps, Duration pause) throws SQLException {
        tx.execute(PUT_OFF, seconds(pause), ids(steps));
    }

    /// What they were put off for is there.
    void bringForward(Tx tx, List<QueuedStep> steps) throws SQLException {
        tx.execute(BRING_FORWARD, ids(steps));
        wake(tx);
    }

    void failed(Tx tx, QueuedStep step, String error, Duration pause, int tries)
            throws SQLException {
        tx.execute(FAILED, error.replace('\0', ' '), seconds(pause), tries, step.id());
    }

    /// Steps for people to see, those set aside first.
    ///
    /// @param collectionId of all collections where empty
    public List<ListedStep> list(Tx tx, OptionalLong collectionId, boolean onlySetAside, int most)
            throws SQLException {
        var id = collectionId.isPresent() ? Long.valueOf(collectionId.getAsLong()) : null;
        return tx.query(LIST, StepQueue::listed, id, id, onlySetAside, most);
    }

    /// Reads the whole queue.
    QueueState state(Tx tx) throws SQLException {
        var due = new HashMap<String, Long>();
        var setAside = new HashMap<String, Long>();
        for (var row : tx.query(STATE, ByName::read)) {
            due.put(row.name(), row.due());
            setAside.put(row.name(), row.setAside());
        }
        return new QueueState(due, setAside, new WorkerPause().find(tx).isPresent());
    }

    private record ByName(String name, long due, long setAside) {
        static ByName read(Row row) throws SQLException {
            return new ByName(row.text("name"), row.longValue("due"), row.longValue("set_aside"));
        }
    }

    public Optional<ListedStep> find(Tx tx, long id) throws SQLException {
        return tx.queryOne(FIND, StepQueue::listed, id);
    }

    /// Has steps that failed or were set aside tried again now. Returns how many.
    public int retry(Tx tx, Collection<Long> ids) throws SQLException {
        int count = tx.execute(RETRY, SqlArray.bigint(ids));
        wake(tx);
        return count;
    }

    /// Has all steps that were set aside tried again now. Returns how many.
    public int retryAll(Tx tx) throws SQLException {
        int count = tx.execute(RETRY_ALL);
        wake(tx);
        return count;
    }

    private static SqlArray ids(List<QueuedStep> steps) {
        return SqlArray.bigint(steps.stream().map(QueuedStep::id).toList());
    }

    private static double seconds(Duration pause) {
        return pause.toMillis() / 1000.0;
    }

    private static QueuedStep step(Row row) throws SQLException {
        return new QueuedStep(
                row.longValue("id"),
                row.text("name"),
                row.longValue("collection_id"),
                row.optionalLong("collection_file_id"),
                row.text("ocid"),
                row.text("last_ocid"),
                row.longValue("progress"),
                row.intValue("tries"));
    }

    private static ListedStep listed(Row row) throws SQLException {
        return new ListedStep(
                step(row),
                row.instant("run_at"),
                row.text("error"),
                row.optionalInstant("set_aside_at"));
    }
}
