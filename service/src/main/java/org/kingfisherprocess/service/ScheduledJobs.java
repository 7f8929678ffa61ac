package org.kingfisherprocess.service;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalTime;
import java.util.List;
import org.kingfisherprocess.service.deletion.DeletionLimits;
import org.kingfisherprocess.service.deletion.DeletionObserver;
import org.kingfisherprocess.service.deletion.Retention;
import org.kingfisherprocess.service.deletion.RetentionRules;
import org.kingfisherprocess.service.deletion.RetentionRules.Verdict;
import org.kingfisherprocess.service.deletion.Wipe;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.schedule.Job;
import org.kingfisherprocess.service.schedule.JobRuns;
import org.kingfisherprocess.service.schedule.Schedules;
import org.kingfisherprocess.service.schedule.Timetable;
import org.kingfisherprocess.service.schema.SchemaGate;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.spool.SpoolJournal;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.steps.transform.Overlooked;
import org.kingfisherprocess.service.store.CollectionCounts;
import org.kingfisherprocess.service.store.Collections;

/// The jobs that a server runs by itself, and when. Those that read much run at night, one after
/// the other.
final class ScheduledJobs {
    /// At once.
    private static final int MOST_JOBS = 3;

    private final Settings settings;
    private final SpoolJournal journal;

    ScheduledJobs(Settings settings, SpoolJournal journal) {
        this.settings = settings;
        this.journal = journal;
    }

    /// Jobs that run while it is open, on connections of their own.
    record Running(Database database, Schedules schedules) implements AutoCloseable {
        @Override
        public void close() {
            schedules.close();
            database.close();
        }
    }

    Running start(DatabaseSettings place) {
        var database =
                Database.open(
                        place.withPoolSize(Schedules.connections(MOST_JOBS))
                                .withApplicationName("kingfisher-process jobs"));
        return new Running(
                database,
                Schedules.start(
                        database,
                        all(database.beginningWith(SchemaGate::jobs)).stream()
                                .map(ScheduledJobs::patient)
                                .toList(),
                        runs(database),
                        process(),
                        MOST_JOBS));
    }

    /// The same, for which tables that are not ready are no failure: they are being worked on, and
    /// its next run will find them ready.
    static Job patient(Job job) {
        return job.with(() -> {
            try {
                return job.work().run();
            } catch (MigrationException e) {
                return String.valueOf(e.getMessage());
            }
        });
    }

    JobRuns runs(Database database) {
        return new JobRuns(database, host() + ":" + settings.dataDirectory().toString(), process());
    }

    List<Job> all(Database database) {
        return List.of(
                new Job(
                        "delete-collections",
                        "Deletes the rows of collections that are marked as deleted.",
                        new Timetable.After(Duration.ofHours(1)),
                        Job.Scope.ONCE,
                        () -> wipe(database)),
                new Job(
                        "retention",
                        "Marks collections that are kept no longer, or says which they are (KINGFISHER_PROCESS_RETENTION).",
                        daily(2, 30),
                        Job.Scope.ONCE,
                        () -> retain(database)),
                new Job(
                        "update-collection-caches",
                        "Counts what the collections hold.",
                        daily(1, 30),
                        Job.Scope.ONCE,
                        () -> count(database)),
                new Job(
                        "complete-collections",
                        "Looks for closed collections that no step would complete.",
                        new Timetable.After(Duration.ofMinutes(10)),
                        Job.Scope.ONCE,
                        () ->
                                "%,d collections had been overlooked"
                                        .formatted(
                                                database.<Integer>transaction(
                                                        new Overlooked()::nudge))),
                new Job(
                        "prune-journal",
                        "Deletes names of acknowledged submissions that are kept no longer for the audit.",
                        daily(0, 30),
                        Job.Scope.EACH_MACHINE,
                        () -> "%,d days pruned".formatted(journal.prune())));
    }

    static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost";
        }
    }

    private static String process() {
        return "process %d on %s".formatted(ProcessHandle.current().pid(), host());
    }

    private static Timetable daily(int hour, int minute) {
        return new Timetable.Daily(LocalTime.of(hour, minute));
    }

    private static String wipe(Database database) throws InterruptedException {
        var wipe = new Wipe(database, DeletionLimits.DEFAULTS, DeletionObserver.NONE);
        int wiped = 0;
        int busy = 0;
        for (var id : wipe.marked()) {
            switch (wipe.wipe(id)) {
                case Wipe.Outcome.Wiped _ -> wiped++;
                case Wipe.Outcome.Busy _ -> busy++;
            }
        }
        wipe.deleteRemembered();
        return busy == 0
                ? "%,d collections deleted".formatted(wiped)
                : "%,d collections deleted; %,d are still loaded into, and come next time"
                        .formatted(wiped, busy);
    }

    private String retain(Database database) {
        var retention = new Retention(database, rules(settings), InstantSource.system());
        var verdicts = retention.judge();
        return switch (settings.retention().mode()) {
            case REPORT ->
                    "%,d collections would go (retention --dry-run lists them); nothing was changed"
                            .formatted(verdicts.stream().filter(Verdict::goes).count());
            case DELETE ->
                    "%,d collections marked as deleted".formatted(retention.mark(verdicts).size());
        };
    }

    static RetentionRules rules(Settings settings) {
        var kept = settings.retention();
        return new RetentionRules(kept.old(), kept.neverEnded(), kept.empty(), kept.keepOne());
    }

    private static String count(Database database) throws InterruptedException {
        var counts = new CollectionCounts();
        var collections =
                database.transaction(new Collections()::all).stream()
                        .filter(collection -> collection.storeEndedAt().isPresent())
                        .map(collection -> collection.id())
                        .toList();
        for (var id : collections) {
            if (Thread.interrupted()) {
                throw new InterruptedException("the counts of some collections are new already");
            }
            database.run(tx -> counts.cache(tx, id));
        }
        return "%,d collections counted".formatted(collections.size());
    }
}
