package org.kingfisherprocess.bench.ingest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.service.spool.SpoolLimits;
import org.kingfisherprocess.service.spool.SpoolReader;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.spool.Submission;

/// The service's spool without HTTP before it and PostgreSQL behind it; a reader that forgets at
/// once lets segments be used again, as in the service.
final class GroupCommitOfSpool {
    private final byte[] content;
    private final Submission submission =
            new Submission(
                    "bench 2024-01-01 00:00:00",
                    "file.json",
                    false,
                    Map.of("file_name", "file.json"));

    GroupCommitOfSpool(int recordBytes) {
        content = new byte[recordBytes];
    }

    void measure(Path folder, int threads, Duration time, RateFigures figures) {
        var clock = InstantSource.system();
        var limits = SpoolLimits.defaults();
        var spool = Folders.empty(folder.resolve("spool"));
        try (var writer = SpoolWriter.open(spool, limits, clock);
                var reader = SpoolReader.open(spool, limits, clock)) {
            var forgetting = Thread.ofPlatform().daemon().start(() -> forget(reader));
            Threads.measure(threads, time, () -> append(writer), figures);
            forgetting.interrupt();
            forgetting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            Folders.deleteContents(spool);
        }
    }

    private void append(SpoolWriter writer) {
        try (var body = writer.newBody()) {
            body.write(content, 0, content.length);
            writer.append(submission, body);
        }
    }

    private static void forget(SpoolReader reader) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                reader.take(Duration.ofMillis(100)).ifPresent(reader::finished);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
