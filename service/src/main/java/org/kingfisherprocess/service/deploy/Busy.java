package org.kingfisherprocess.service.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is going on while somebody wants to deploy.
///
/// @param crawls collections that received something lately
/// @param jobs Scrapyd's running jobs
/// @param scrapydProblem why Scrapyd could not be asked; empty where it could, or is not configured
/// @param queries what PostgreSQL has been at for long
/// @param waiting submissions that are acknowledged and not loaded yet
/// @param others deployments under way in other installations
/// @param workers workers on other machines
/// @param seesAll whether PostgreSQL lets us see what sessions of other users do
public record Busy(
        List<Crawl> crawls,
        List<Job> jobs,
        Optional<String> scrapydProblem,
        List<LongQuery> queries,
        long waiting,
        List<Deployment> others,
        List<Worker> workers,
        boolean seesAll) {

    /// A collection that is being filled.
    ///
    /// @param received submissions within the window that was looked at
    public record Crawl(
            long collection, String source, Instant dataVersion, long received, Instant last) {}

    public record Job(String id, String spider, String startedAt) {}

    /// A transaction that began long ago.
    public record LongQuery(
            int pid, String user, String program, String state, Duration age, String query) {}

    /// A process that does steps, on another machine.
    public record Worker(String machine, long process, String release) {
        String text() {
            return "process %d on %s, of release %s".formatted(process, machine, release);
        }
    }

    public Busy {
        crawls = List.copyOf(crawls);
        jobs = List.copyOf(jobs);
        queries = List.copyOf(queries);
        others = List.copyOf(others);
        workers = List.copyOf(workers);
    }

    /// For people: each thing, and what will happen to it.
    ///
    /// @param held whether loading is held for a while
    /// @param migrates whether anything is migrated
    /// @param outgrows whether old code cannot work with the tables afterwards
    public List<String> lines(boolean held, boolean migrates, boolean outgrows) {
        var lines = new ArrayList<String>();
        var crawling =
                held
                        ? "goes on; what it sends is acknowledged, and loaded after the breaking migration"
                        : "goes on: nothing is refused, nothing is lost";
        crawls.forEach(crawl ->
                lines.add(
                        "collection %d, %s: %,d received lately, last at %s: it %s"
                                .formatted(
                                        crawl.collection(),
                                        crawl.source(),
                                        crawl.received(),
                                        seconds(crawl.last()),
                                        crawling)));
        jobs.forEach(job ->
                lines.add(
                        "Scrapyd runs %s (job %s, since %s): it %s"
                                .formatted(job.spider(), job.id(), job.startedAt(), crawling)));
        scrapydProblem.ifPresent(
                problem -> lines.add("Scrapyd could not be asked: %s".formatted(problem)));
        queries.forEach(query -> lines.add(text(query, migrates)));
        if (!seesAll) {
            lines.add(
                    "PostgreSQL does not show what other users do, so their long transactions are missing here: let a superuser run `grant pg_read_all_stats to` our user");
        }
        workers.forEach(worker ->
                lines.add(
                        "worker %s: %s"
                                .formatted(
                                        worker.text(),
                                        outgrows
                                                ? "it is not waited for, and if it is of an older release it does nothing more after the migration, until it is started from the new one; nothing is lost"
                                                : "it goes on as it is; this deploys on this machine alone")));
        if (waiting > 0) {
            lines.add(
                    "%,d submissions wait to be loaded: the next worker goes on where the old one ends"
                            .formatted(waiting));
        }
        others.forEach(other ->
                lines.add(
                        "deployment %d of %s to %s is under way in %s: it goes on; migrations take turns"
                                .formatted(
                                        other.id(),
                                        other.who(),
                                        other.to().release(),
                                        other.installation())));
        return lines;
    }

    private static String text(LongQuery query, boolean migrates) {
        return "PostgreSQL process %d (%s, %s) is %s since %s: %s; %s"
                .formatted(
                        query.pid(),
                        query.user(),
                        query.program().isEmpty() ? "unnamed" : query.program(),
                        query.state(),
                        age(query.age()),
                        query.query(),
                        migrates
                                ? "a migration that needs its table tries again until it has ended; see `kingfisher-process locks`"
                                : "nothing here waits for it");
    }

    private static String age(Duration age) {
        return age.toHours() > 0
                ? "%d h %d min".formatted(age.toHours(), age.toMinutesPart())
                : "%d min".formatted(age.toMinutes());
    }

    private static Instant seconds(Instant instant) {
        return instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    }
}
