package org.kingfisherprocess.bench.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.LongStream;
import org.kingfisherprocess.bench.load.Latencies;

/// Does something as often as it can be done by so many threads in so much time.
final class Threads {
    private Threads() {}

    static void measure(int count, Duration time, Runnable work, RateFigures figures) {
        var begun = System.nanoTime();
        var end = begun + time.toNanos();
        var workers = new ArrayList<Worker>();
        for (var number = 0; number < count; number++) {
            workers.add(new Worker(work, end));
        }
        workers.forEach(worker -> worker.thread.start());
        workers.forEach(Worker::join);
        var seconds = (System.nanoTime() - begun) / 1e9;
        var nanos = workers.stream().flatMapToLong(Worker::nanos).toArray();
        figures.add(nanos.length / seconds, Latencies.ofNanos(nanos));
    }

    private static final class Worker implements Runnable {
        private final Thread thread = Thread.ofPlatform().unstarted(this);
        private final Runnable work;
        private final long end;
        private final ArrayList<Long> times = new ArrayList<>();

        Worker(Runnable work, long end) {
            this.work = work;
            this.end = end;
        }

        @Override
        public void run() {
            for (var now = System.nanoTime(); now < end; ) {
                work.run();
                var after = System.nanoTime();
                times.add(after - now);
                now = after;
            }
        }

        void join() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }

        LongStream nanos() {
            return times.stream().mapToLong(Long::longValue);
        }
    }
}
