package org.kingfisherprocess.service.demo;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.demo.Picture.Crawled;
import org.kingfisherprocess.service.sql.DatabaseException;

/// Looks twice a second at the spiders' book, the server and the tables, and shows the picture.
final class Watch implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double MILLIS_PER_SECOND = 1e3;

    private final Progress progress;
    private final Book book;
    private final Screen screen;
    private final Thread thread = Thread.ofPlatform().daemon().name("watch").unstarted(this::run);
    private final List<Sample> samples = new ArrayList<>();
    private final Rates acknowledging = new Rates();
    private final Rates loading = new Rates();
    private final Pauses pauses = new Pauses();
    private URI page = URI.create("http://127.0.0.1/");
    private Optional<Sources> sources = Optional.empty();
    private List<Generation> generations = List.of();
    private List<HeldLock> held = List.of();
    private Crawled crawled = Crawled.NOTHING;
    private Optional<Account> account = Optional.empty();

    /// What can be looked at once the server listens.
    record Sources(ServerLook server, Tables tables) {}

    Watch(Progress progress, Book book, Screen screen) {
        this.progress = progress;
        this.book = book;
        this.screen = screen;
    }

    /// Where its pictures are to be seen in a browser.
    synchronized void isAt(URI address) {
        page = address;
    }

    void start() {
        thread.start();
    }

    /// From now on there is something to look at.
    synchronized void follow(Sources found) {
        sources = Optional.of(found);
    }

    /// There is nothing more to look at but how it ended.
    synchronized void end(Account ended) {
        account = Optional.of(ended);
        sources = Optional.empty();
        held = List.of();
    }

    synchronized Crawled crawled() {
        return crawled;
    }

    synchronized Duration longestPause() {
        return pauses.longest();
    }

    synchronized Picture picture() {
        return new Picture(
                progress.elapsed(),
                progress.begun(),
                progress.doing(),
                progress.said(),
                crawled,
                generations,
                held,
                samples,
                page,
                account);
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                screen.show(picture());
                Thread.sleep(LOOK_EVERY);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Asks without holding others up who want the picture.
    private void look() throws InterruptedException {
        var found = found();
        if (found.isEmpty()) {
            return;
        }
        var server = found.get().server();
        var tables = found.get().tables();
        var before = crawled();
        var now = server.generations();
        long waiting = server.waiting().orElse(before.waiting());
        try {
            take(now, tables.held(), tables.loaded().orElse(0), waiting);
        } catch (DatabaseException _) {
            // It starts or stops, and is asked again.
            take(now, List.of(), before.loaded(), waiting);
        }
    }

    private synchronized Optional<Sources> found() {
        return sources;
    }

    private synchronized void take(
            List<Generation> there, List<HeldLock> locks, long loaded, long waiting) {
        generations = there;
        held = locks;
        var at = progress.elapsed();
        var totals = book.totals();
        crawled =
                new Crawled(
                        totals.sent(),
                        totals.acknowledged(),
                        totals.failed(),
                        loaded,
                        waiting,
                        Latencies.of(book.entries()));
        pauses.look(at, loaded, waiting);
        if (totals.sent() > 0) {
            samples.add(sample(at, totals.acknowledged()));
        }
    }

    private Sample sample(Duration at, long acknowledged) {
        return new Sample(
                at.toMillis() / MILLIS_PER_SECOND,
                acknowledging.look(at, acknowledged),
                loading.look(at, crawled.loaded()),
                crawled.waiting(),
                book.takeLongestNanos() / NANOS_PER_MILLI,
                !held.isEmpty());
    }
}
