package org.kingfisherprocess.service.steps;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.kingfisherprocess.service.spool.Entry;
import org.kingfisherprocess.service.spool.SpoolReader;
import org.kingfisherprocess.service.sql.AdvisoryLocks;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.SetAsideSubmissions;
import org.kingfisherprocess.service.submission.CollectionKey;
import org.kingfisherprocess.service.submission.SpooledSubmission;
import org.kingfisherprocess.service.submission.SubmissionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Loads what the spool holds into the tables: small submissions many at a time, a large one alone.
///
/// A PostgreSQL that is away, locked or not migrated yet is waited for, however long: that is
/// nobody's fault and costs no try. Any other failure of several submissions is followed by each of
/// them alone; one that fails alone is tried again later, and set aside after some tries, so that
/// it never holds up the rest. Thread-safe: several threads may run it.
public final class Load implements Step {
    private static final Logger LOG = LoggerFactory.getLogger(Load.class);

    /// PostgreSQL's class for missing tables, columns and privileges: the schema is not there yet,
    /// or not ours.
    private static final String SCHEMA_IS_OTHER = "42";

    private static final String MAY_WORK = "select pg_try_advisory_xact_lock_shared(?) as free";

    private final SpoolReader spool;
    private final Database database;
    private final LoadBatch batches;
    private final LoadLimits limits;
    private final BatchSize size;
    private final LoadObserver observer;
    private final LoadGate gate;
    private final Collections collections;
    private final Collections.Defaults defaults;
    private final SetAsideSubmissions setAside = new SetAsideSubmissions();
    private final Map<CollectionKey, Long> collectionIds = new ConcurrentHashMap<>();

    public Load(
            SpoolReader spool,
            Database database,
            LoadTables tables,
            Collections.Defaults defaults,
            LoadLimits limits,
            LoadObserver observer) {
        this(spool, database, tables, defaults, limits, observer, LoadGate.OPEN);
    }

    /// The same, where the tables may be of another version than ours.
    public Load(
            SpoolReader spool,
            Database database,
            LoadTables tables,
            Collections.Defaults defaults,
            LoadLimits limits,
            LoadObserver observer,
            LoadGate gate) {
        this.gate = gate;
        this.spool = spool;
        this.database = database;
        this.batches = new LoadBatch(tables, limits.chunk(), limits.json());
        this.collections = tables.collections();
        this.defaults = defaults;
        this.limits = limits;
        this.size = new BatchSize(limits);
        this.observer = observer;
    }

    @Override
    public boolean runOnce() throws InterruptedException {
        var first = spool.take(limits.patience());
        if (first.isEmpty()) {
            return false;
        }
        load(gather(first.get()));
        return true;
    }

    private List<Entry> gather(Entry first) throws InterruptedException {
        var entries = new ArrayList<Entry>();
        entries.add(first);
        long bytes = first.bodyBytes();
        int mostEntries = size.entries();
        long mostBytes = size.bytes();
        while (entries.getLast().inline() && entries.size() < mostEntries && bytes < mostBytes) {
            var next = spool.take(Duration.ZERO);
            if (next.isEmpty()) {
                break;
            }
            entries.add(next.get());
            bytes += next.get().bodyBytes();
        }
        return entries;
    }

    private void load(List<Entry> entries) throws InterruptedException {
        var pause = limits.firstPause();
        while (true) {
            try {
                StepThread.undisturbed(() -> store(entries));
                return;
            } catch (CollectionGoneException e) {
                LOG.info("looking up the collections anew: {}", e.getMessage());
                collectionIds.clear();
            } catch (DatabaseException e) {
                if (!isWorthWaitingFor(e)) {
                    failed(entries, e);
                    return;
                }
                pause = waitFor(e, pause);
            } catch (StandStillException e) {
                waitFor(e);
            } catch (HeldUpException e) {
                pause = waitFor(e, pause);
            } catch (RuntimeException e) {
                failed(entries, e);
                return;
            }
        }
    }

    /// Returns how long to wait the next time.
    private Duration waitFor(RuntimeException reason, Duration pause) throws InterruptedException {
        observer.waiting(reason);
        LOG.warn(
                "loading waits and tries again in {} ms: {}",
                pause.toMillis(),
                reason.getMessage());
        Thread.sleep(pause);
        var longer = pause.multipliedBy(2);
        return longer.compareTo(limits.longestPause()) < 0 ? longer : limits.longestPause();
    }

    /// It is over soon, so the next try comes soon, however often it was asked for.
    private void waitFor(StandStillException reason) throws InterruptedException {
        observer.waiting(reason);
        LOG.debug("{}", reason.getMessage());
        Thread.sleep(limits.firstPause());
    }

    /// The beginning of each transaction: a migration may have asked everybody to stand still, or
    /// have made the tables other than ours.
    private void enter(Tx tx) throws SQLException {
        if (!tx.queryOne(MAY_WORK, row -> row.bool("free"), AdvisoryLocks.WORK).orElseThrow()) {
            throw new StandStillException();
        }
        var closed = gate.closed(tx);
        if (closed.isPresent()) {
            throw new HeldUpException(closed.get());
        }
    }

    private void store(List<Entry> entries) {
        long start = System.nanoTime();
        var batch = new ArrayList<Loading>();
        for (var entry : entries) {
            var submission = SpooledSubmission.read(entry.submission().fields());
            batch.add(new Loading(entry, submission, collectionId(submission)));
        }
        var stored =
                database.transaction(tx -> {
                    enter(tx);
                    return batches.store(tx, fresh(batch));
                });
        entries.forEach(spool::finished);
        var time = Duration.ofNanos(System.nanoTime() - start);
        size.took(entries.size(), time);
        observer.loaded(
                entries.size(),
                stored.stream().mapToLong(Loading::documents).sum(),
                entries.stream().mapToLong(Entry::bodyBytes).sum(),
                time);
    }

    /// Each attempt of a transaction begins with nothing counted.
    private static List<Loading> fresh(List<Loading> batch) {
        return batch.stream()
                .map(loading ->
                        new Loading(loading.entry(), loading.submission(), loading.collectionId()))
                .toList();
    }

    private long collectionId(SpooledSubmission submission) {
        var known = collectionIds.get(submission.collection());
        if (known != null) {
            return known;
        }
        long id =
                database.transaction(tx -> {
                    enter(tx);
                    return collections.idOf(
                            tx,
                            submission.collection(),
                            defaults.withOcdsVersion(submission.ocdsVersion()));
                });
        collectionIds.put(submission.collection(), id);
        return id;
    }

    private static boolean isWorthWaitingFor(DatabaseException e) {
        return e.failure() == SqlFailure.AWAY
                || e.failure() == SqlFailure.LOCKED
                || e.sqlState().filter(state -> state.startsWith(SCHEMA_IS_OTHER)).isPresent();
    }

    private void failed(List<Entry> entries, RuntimeException failure) throws InterruptedException {
        collectionIds.clear(); // one of them may have been deleted meanwhile
        if (entries.size() > 1) {
            LOG.warn(
                    "{} submissions could not be loaded together; each is tried alone",
                    entries.size(),
                    failure);
            for (var entry : entries) {
                load(List.of(entry));
            }
            return;
        }
        var entry = entries.getFirst();
        var reason = String.valueOf(failure.getMessage());
        if (entry.tries() >= limits.tries()) {
            LOG.error("{} is set aside after {} tries", entry.receipt(), entry.tries(), failure);
            setAside(entry, reason);
        } else {
            LOG.warn("{} could not be loaded and is tried again", entry.receipt(), failure);
            spool.retryLater(
                    entry,
                    limits.firstPause().multipliedBy(1L << Math.min(entry.tries(), 10)),
                    reason);
        }
        observer.failed(failure);
    }

    /// The database hears of it first, so that no collection is completed without it.
    private void setAside(Entry entry, String reason) {
        var submission = entry.submission();
        try {
            var collection = CollectionKey.parse(submission.group());
            database.run(tx -> {
                enter(tx);
                setAside.remember(
                        tx, entry.receipt().value(), collection, submission.label(), reason);
            });
        } catch (IllegalArgumentException | SubmissionException e) {
            LOG.warn("{} belongs to no collection", entry.receipt(), e);
        } catch (DatabaseException | HeldUpException e) {
            LOG.warn("{} cannot be set aside yet: {}", entry.receipt(), e.getMessage());
            spool.postpone(entry, limits.longestPause());
            return;
        }
        spool.setAside(entry, reason);
    }
}
