package org.kingfisherprocess.bench.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.kingfisherprocess.service.spool.SpoolLimits;
import org.kingfisherprocess.service.spool.SpoolReader;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.spool.Submission;

/// How many submissions of 20 KB a second does the spool acknowledge, and how long does each wait,
/// beside the bare disk: the same bytes appended to a file allocated beforehand, one force for all
/// that wait? A third row has a reader that takes, verifies and finishes everything meanwhile.
final class SpoolBench {
    private static final int BODY_BYTES = 20_000;
    private static final int[] THREADS = {1, 8, 32, 128};

    private final Path folder;
    private final Duration time;
    private final byte[] bytes = new byte[BODY_BYTES];

    private SpoolBench(Path folder, Duration time) {
        this.folder = folder;
        this.time = time;
        new Random(1).nextBytes(bytes);
    }

    /// Arguments: the top of the checkout, the folder to write in, how many seconds each figure
    /// takes.
    static void main(String[] arguments) throws Exception {
        Path target = Path.of(arguments[0], "bench", "target");
        Path parent = arguments.length > 1 ? Path.of(arguments[1]) : target;
        var seconds = Duration.ofSeconds(arguments.length > 2 ? Long.parseLong(arguments[2]) : 5);
        Path folder = Files.createTempDirectory(parent, "spool-bench-");
        try {
            new SpoolBench(folder, seconds).run();
        } finally {
            delete(folder);
        }
    }

    private void run() throws Exception {
        System.out.printf(
                "%d processors, Java %s, %d s for each figure, body %,d bytes; records a second, p50/p99 ms%n%n",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                time.toSeconds(),
                BODY_BYTES);
        System.out.println("| way | 1 thread | 8 | 32 | 128 |");
        System.out.println("| --- | --- | --- | --- | --- |");
        var rows =
                new String[] {
                    "| disk, group commit |", "| spool, append |", "| spool, append and read |"
                };
        for (int threads : THREADS) {
            rows[0] += bare(threads);
            rows[1] += spool(threads, false);
            rows[2] += spool(threads, true);
        }
        Arrays.stream(rows).forEach(System.out::println);
    }

    private String bare(int threads) throws Exception {
        Path file = folder.resolve("bare");
        try (var commit = new BareGroupCommit(file, 64 << 20)) {
            return measure(threads, () -> commit.append(bytes));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private String spool(int threads, boolean reading) throws Exception {
        Path directory = folder.resolve("spool-" + threads + reading);
        var limits = SpoolLimits.defaults();
        var submission = new Submission("1", "file", false, Map.of("collection", "1"));
        try (var writer = SpoolWriter.open(directory, limits, InstantSource.system());
                var reader = SpoolReader.open(directory, limits, InstantSource.system());
                var loader = Executors.newSingleThreadExecutor()) {
            Future<?> loading = loader.submit(() -> reading ? load(reader) : 0L);
            try {
                return measure(
                        threads,
                        () -> {
                            try (var body = writer.newBody()) {
                                body.write(bytes, 0, bytes.length);
                                return writer.append(submission, body);
                            }
                        });
            } finally {
                loading.cancel(true);
            }
        } finally {
            delete(directory);
        }
    }

    private static long load(SpoolReader reader) throws IOException {
        long loaded = 0;
        byte[] buffer = new byte[1 << 16];
        try {
            while (true) {
                var entry = reader.take(Duration.ofSeconds(1));
                if (entry.isPresent()) {
                    try (var body = entry.get().openBody()) {
                        while (body.read(buffer) >= 0) {
                            loaded++;
                        }
                    }
                    reader.finished(entry.get());
                }
            }
        } catch (InterruptedException e) {
            return loaded;
        }
    }

    private String measure(int threads, Callable<?> append) throws Exception {
        measure(threads, append, Duration.ofSeconds(1));
        long[] nanos = measure(threads, append, time);
        Arrays.sort(nanos);
        return " %,d, %.1f/%.1f |"
                .formatted(
                        nanos.length / time.toSeconds(),
                        nanos[nanos.length / 2] / 1e6,
                        nanos[(int) (nanos.length * 0.99)] / 1e6);
    }

    private static long[] measure(int threads, Callable<?> append, Duration time) throws Exception {
        long end = System.nanoTime() + time.toNanos();
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var parts =
                    IntStream.range(0, threads)
                            .mapToObj(_ -> executor.submit(() -> appendUntil(append, end)))
                            .toList();
            long[][] latencies = new long[threads][];
            for (int i = 0; i < threads; i++) {
                latencies[i] = parts.get(i).get();
            }
            return Arrays.stream(latencies).flatMapToLong(Arrays::stream).toArray();
        }
    }

    private static long[] appendUntil(Callable<?> append, long end) throws Exception {
        long[] nanos = new long[1 << 10];
        int count = 0;
        for (long now = System.nanoTime(); now < end; ) {
            append.call();
            long after = System.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = after - now;
            now = after;
        }
        return Arrays.copyOf(nanos, count);
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
