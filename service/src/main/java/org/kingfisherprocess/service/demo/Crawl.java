package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Several spiders that crawl one publisher until they are told to stop: each fetches a file, sends
/// it, and pauses as long as a publisher's site would need for the next.
final class Crawl implements AutoCloseable {
    static final int SPIDERS = 12;

    /// The mean. About two dozen files a second together: what loading can follow on two cores with
    /// everything else that goes on.
    private static final Duration PAUSE = Duration.ofMillis(480);

    private final Listing listing;
    private final CrawlTarget target;
    private final Book book;
    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch stop = new CountDownLatch(1);

    private Crawl(Listing listing, CrawlTarget target, Book book) {
        this.listing = listing;
        this.target = target;
        this.book = book;
    }

    /// Returns at once.
    ///
    /// @param folder for what is fetched
    static Crawl start(Listing listing, CrawlTarget target, Book book, Path folder) {
        var crawl = new Crawl(listing, target, book);
        for (int number = 1; number <= SPIDERS; number++) {
            var file = folder.resolve("spider-" + number);
            crawl.threads.add(
                    Thread.ofPlatform()
                            .daemon()
                            .name("spider-" + number)
                            .unstarted(() -> crawl.crawl(file)));
        }
        crawl.threads.forEach(Thread::start);
        return crawl;
    }

    /// Lets the requests under way end, and says that nothing more will come.
    Outcome end() {
        close();
        try (var spider = new Spider(target)) {
            return spider.end();
        }
    }

    /// What kept spiders from crawling, apart from what is in their book.
    List<String> problems() {
        return List.copyOf(problems);
    }

    /// Lets the requests under way end. May be called twice.
    @Override
    public void close() {
        stop.countDown();
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        listing.close();
    }

    private void crawl(Path fetched) {
        try (var spider = new Spider(target)) {
            while (!rests()) {
                var file = listing.next();
                listing.fetch(file, fetched);
                book.enter(spider.send(file, fetched));
            }
            Files.deleteIfExists(fetched);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            problems.add("a spider could not fetch or keep a file, and ended: " + e);
        }
    }

    /// Returns whether it is to stop.
    private boolean rests() throws InterruptedException {
        long nanos = ThreadLocalRandom.current().nextLong(2 * PAUSE.toNanos());
        return stop.await(nanos, TimeUnit.NANOSECONDS);
    }
}
