package org.kingfisherprocess.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// A closed loop: each client sends, waits for the answer, pauses as long as a spider needs for its
/// next page, and sends the next, until there is nothing left or it is told to stop.
public final class PacedClients implements AutoCloseable {
    /// A client whose request failed goes on at once in truth; against a closed port that would be
    /// a busy loop.
    private static final Duration AFTER_FAILURE = Duration.ofMillis(25);

    private final LoadClient.Target target;
    private final Crawl crawl;
    private final Supplier<Optional<Sample>> samples;
    private final Duration pause;
    private final ConcurrentLinkedQueue<Attempt> attempts = new ConcurrentLinkedQueue<>();
    private final LongAdder sent = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean stopped;

    private PacedClients(
            LoadClient.Target target,
            Crawl crawl,
            Supplier<Optional<Sample>> samples,
            Duration pause) {
        this.target = target;
        this.crawl = crawl;
        this.samples = samples;
        this.pause = pause;
    }

    /// Returns at once.
    ///
    /// @param pause the mean; zero: none
    public static PacedClients start(
            int clients,
            LoadClient.Target target,
            Crawl crawl,
            Supplier<Optional<Sample>> samples,
            Duration pause) {
        var all = new PacedClients(target, crawl, samples, pause);
        for (var number = 0; number < clients; number++) {
            all.threads.add(Thread.ofPlatform().name("client-" + number).start(all::sendAll));
        }
        return all;
    }

    /// What was sent so far.
    public List<Attempt> soFar() {
        return List.copyOf(attempts);
    }

    /// How many were sent so far.
    public long count() {
        return sent.sum();
    }

    /// Returns at once; requests under way go on.
    public void tellToStop() {
        stopped = true;
    }

    /// Lets the requests under way end, and returns all.
    public List<Attempt> stop() {
        tellToStop();
        return awaitEnd();
    }

    /// Waits until there is nothing left to send.
    public List<Attempt> awaitEnd() {
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while clients were sending", e);
            }
        }
        return soFar();
    }

    @Override
    public void close() {
        stop();
    }

    private void sendAll() {
        try (var client = new LoadClient(target, crawl)) {
            for (var sample = next(); sample.isPresent(); sample = next()) {
                var attempt = client.send(sample.get());
                attempts.add(attempt);
                sent.increment();
                rest(attempt.acknowledged() ? randomPause() : AFTER_FAILURE.plus(randomPause()));
            }
        }
    }

    private Optional<Sample> next() {
        return stopped ? Optional.empty() : samples.get();
    }

    private Duration randomPause() {
        return pause.isZero()
                ? pause
                : Duration.ofNanos(ThreadLocalRandom.current().nextLong(2 * pause.toNanos()));
    }

    private static void rest(Duration time) {
        if (time.isPositive()) {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
