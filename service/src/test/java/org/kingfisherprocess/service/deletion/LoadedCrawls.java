package org.kingfisherprocess.service.deletion;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.service.spool.Receipt;
import org.kingfisherprocess.service.spool.SpoolLimits;
import org.kingfisherprocess.service.spool.SpoolReader;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.spool.Submission;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.steps.ChunkSize;
import org.kingfisherprocess.service.steps.Load;
import org.kingfisherprocess.service.steps.LoadLimits;
import org.kingfisherprocess.service.steps.LoadObserver;
import org.kingfisherprocess.service.steps.LoadTables;
import org.kingfisherprocess.service.store.CollectionFileItems;
import org.kingfisherprocess.service.store.CollectionFiles;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.Contents;
import org.kingfisherprocess.service.store.Documents;
import org.kingfisherprocess.service.store.IntakeReceipts;
import org.kingfisherprocess.service.submission.CollectionKey;
import org.kingfisherprocess.service.submission.FileSubmission;

/// Collections that come the way that all do: through a spool and the loader.
final class LoadedCrawls implements AutoCloseable {
    private static final SpoolLimits LIMITS = new SpoolLimits(0, 1 << 18, 1 << 20, 100, 400);

    private final SpoolWriter writer;
    private final SpoolReader reader;
    private final Load load;

    LoadedCrawls(Path folder, Database database) {
        writer = SpoolWriter.open(folder, LIMITS, InstantSource.system());
        reader = SpoolReader.open(folder, LIMITS, InstantSource.system());
        var limits = LoadLimits.of(3, JsonLimits.DEFAULT);
        load =
                new Load(
                        reader,
                        database,
                        new LoadTables(
                                new Collections(),
                                new CollectionNotes(),
                                new CollectionFiles(),
                                new CollectionFileItems(),
                                new IntakeReceipts(),
                                Documents.ofData(),
                                Documents.ofPackageData(),
                                new Contents()),
                        new Collections.Defaults(false, false, "1.1"),
                        new LoadLimits(
                                limits.tries(),
                                limits.batchEntries(),
                                limits.batchBytes(),
                                limits.batchTime(),
                                Duration.ofMillis(200),
                                limits.firstPause(),
                                limits.longestPause(),
                                ChunkSize.DEFAULT,
                                limits.json()),
                        LoadObserver.NONE);
    }

    /// Sends a file of releases whose documents depend on their numbers alone.
    Receipt send(String source, String file, int from, int to) {
        var key = new CollectionKey(source, LocalDateTime.of(2026, 1, 31, 10, 0), false);
        var submission = new FileSubmission(key, "1.1", file, "", "release_package", "utf-8", "");
        var releases =
                IntStream.range(from, to)
                        .mapToObj("{\"ocid\":\"o%1$d\",\"id\":\"%1$d\"}"::formatted)
                        .collect(Collectors.joining(","));
        try (var body = writer.newBody()) {
            var content = "{\"releases\":[%s]}".formatted(releases).getBytes(UTF_8);
            body.write(content, 0, content.length);
            return writer.append(
                    new Submission(key.text(), submission.label(), false, submission.fields()),
                    body);
        }
    }

    void loadAll() {
        try {
            while (load.runOnce()) {}
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    long setAside() {
        return reader.status().setAside();
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
