package org.kingfisherprocess.bench.load;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Sends at a fixed rate, whether or not earlier requests were answered, and counts a request's
/// time from the moment when it was due: so a server that stands still is not flattered by a client
/// that stands still with it.
public final class OpenLoop {
    private final LoadClient.Target target;
    private final Crawl crawl;
    private final ConcurrentLinkedDeque<LoadClient> idle = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedQueue<Attempt> attempts = new ConcurrentLinkedQueue<>();

    public OpenLoop(InetSocketAddress server, String key, Crawl crawl) {
        this.target = new LoadClient.Target(server, key, 0);
        this.crawl = crawl;
    }

    /// Returns when every request was answered or broke.
    public List<Attempt> run(double perSecond, Duration time, Supplier<Sample> samples) {
        var interval = (long) (1e9 / perSecond);
        var begun = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var due = begun; due - begun < time.toNanos(); due += interval) {
                var sample = samples.get();
                awaitMoment(due);
                var dueNanos = due;
                threads.execute(() -> send(sample, dueNanos));
            }
        }
        for (var client = idle.poll(); client != null; client = idle.poll()) {
            client.close();
        }
        return List.copyOf(attempts);
    }

    private void send(Sample sample, long dueNanos) {
        var pooled = idle.poll();
        var client = pooled == null ? new LoadClient(target, crawl) : pooled;
        attempts.add(client.send(sample, dueNanos));
        idle.push(client);
    }

    private static void awaitMoment(long nanos) {
        for (var left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            try {
                TimeUnit.NANOSECONDS.sleep(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while sending", e);
            }
        }
    }
}
