package org.kingfisherprocess.service.steps.transform;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.schema.ExtensionResult;
import org.kingfisherprocess.service.queue.StepGate;
import org.kingfisherprocess.service.queue.StepLimits;
import org.kingfisherprocess.service.queue.StepMarks;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.queue.StepWorker;
import org.kingfisherprocess.service.queue.Wakeups;
import org.kingfisherprocess.service.spool.SpoolLimits;
import org.kingfisherprocess.service.spool.SpoolReader;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.spool.Submission;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
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
import org.kingfisherprocess.service.store.DerivedCollections;
import org.kingfisherprocess.service.store.Documents;
import org.kingfisherprocess.service.store.IntakeReceipts;
import org.kingfisherprocess.service.submission.CollectionKey;
import org.kingfisherprocess.service.submission.EndSubmission;
import org.kingfisherprocess.service.submission.FileSubmission;
import org.kingfisherprocess.service.submission.ItemSubmission;
import org.kingfisherprocess.service.submission.SpooledSubmission;
import org.kingfisherprocess.service.testing.TestDatabases;

/// A crawl of one collection on a real database: what a client sends, the loader, and a worker that
/// does the steps when it is told to.
final class TestPipeline implements AutoCloseable {
    static final CollectionKey KEY =
            new CollectionKey("example", LocalDateTime.of(2026, 1, 31, 10, 0), false);
    private static final SpoolLimits LIMITS = new SpoolLimits(0, 1 << 18, 1 << 20, 100, 400);
    private static final CompileLimits COMPILE = CompileLimits.of(500);

    final DatabaseSettings place;
    final Database database;
    private final SpoolWriter writer;
    private final SpoolReader reader;
    private final StepWorker worker;

    TestPipeline(Path folder) {
        this(
                folder,
                url -> new ExtensionResult.Unavailable(url, "there is no web in this test"),
                COMPILE);
    }

    TestPipeline(Path folder, Function<String, ExtensionResult> extensions, CompileLimits limits) {
        this(folder, extensions, Runnable::run, limits);
    }

    TestPipeline(
            Path folder,
            Function<String, ExtensionResult> extensions,
            Executor fetchers,
            CompileLimits limits) {
        this(folder, extensions, fetchers, limits, TestDatabases.migrated());
    }

    /// On a database that is there.
    TestPipeline(Path folder, DatabaseSettings place) {
        this(
                folder,
                url -> new ExtensionResult.Unavailable(url, "there is no web in this test"),
                Runnable::run,
                COMPILE,
                place);
    }

    private TestPipeline(
            Path folder,
            Function<String, ExtensionResult> extensions,
            Executor fetchers,
            CompileLimits limits,
            DatabaseSettings place) {
        this.place = place;
        database = Database.open(place.withPoolSize(6));
        writer = SpoolWriter.open(folder, LIMITS, InstantSource.system());
        reader = SpoolReader.open(folder, LIMITS, InstantSource.system());
        worker =
                new StepWorker(
                        database,
                        Transforms.handlers(
                                database, extensions, fetchers, limits, InstantSource.system()),
                        Wakeups.none(database),
                        StepMarks.none(),
                        StepGate.OPEN,
                        new StepLimits(
                                3, Duration.ofMillis(1), Duration.ofMillis(5), Duration.ZERO),
                        StepObserver.NONE);
    }

    static CompileLimits limits(int documents, long bytes) {
        return new CompileLimits(documents, bytes, COMPILE.json());
    }

    /// Creates the collection, and those that are made of it.
    DerivedCollections.Created collection(boolean upgrade, boolean compile) {
        return collection(KEY, upgrade, compile);
    }

    DerivedCollections.Created collection(CollectionKey key, boolean upgrade, boolean compile) {
        return database.transaction(tx -> {
            long id =
                    new Collections().idOf(tx, key, new Collections.Defaults(false, false, "1.0"));
            return new DerivedCollections().create(tx, id, upgrade, compile, false);
        });
    }

    void file(String name, String dataType, String json) {
        file(KEY, name, dataType, json);
    }

    void file(CollectionKey key, String name, String dataType, String json) {
        submit(
                new FileSubmission(
                        key, "1.1", name, "https://example.org/" + name, dataType, "utf-8", ""),
                json);
    }

    void item(String name, int number, String dataType, String json) {
        submit(new ItemSubmission(KEY, "1.1", name, "", dataType, number, ""), json);
    }

    void end() {
        end(KEY);
    }

    void end(CollectionKey key) {
        submit(new EndSubmission(key, "1.1"), "");
    }

    /// Loads what was sent, without doing steps.
    void load() {
        var limits = LoadLimits.of(3, JsonLimits.DEFAULT);
        var load =
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
                                Duration.ofMillis(100),
                                limits.firstPause(),
                                limits.longestPause(),
                                ChunkSize.DEFAULT,
                                limits.json()),
                        LoadObserver.NONE);
        try {
            while (load.runOnce() || reader.status().pending() > 0) {}
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Does all steps that are due.
    void work() {
        try {
            while (worker.runDue(List.of())) {}
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    void run() {
        load();
        work();
    }

    StepWorker worker() {
        return worker;
    }

    List<String> rows(String sql) {
        return database.transaction(tx -> tx.query(sql, row -> row.text("row")));
    }

    long number(String sql) {
        return database.transaction(tx -> tx.queryOne(sql, row -> row.longValue("n")))
                .orElseThrow();
    }

    /// What was compiled: each document, without its `id` and `tag`.
    List<String> compiled() {
        return rows(
                "select (d.data - 'id' - 'tag')::text as row from compiled_release c join data d on d.id = c.data_id order by c.ocid collate \"C\"");
    }

    List<String> notes() {
        return rows("select code || ': ' || note as row from collection_note order by id");
    }

    @Override
    public void close() {
        reader.close();
        writer.close();
        database.close();
    }

    private void submit(SpooledSubmission submission, String content) {
        var bytes = content.getBytes(UTF_8);
        try (var body = writer.newBody()) {
            body.write(bytes, 0, bytes.length);
            writer.append(
                    new Submission(
                            submission.collection().text(),
                            submission.label(),
                            submission.closing(),
                            submission.fields()),
                    body);
        }
    }
}
