package org.kingfisherprocess.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.schema.ExtensionResult;
import org.kingfisherprocess.ocds.schema.ExtensionSettings;
import org.kingfisherprocess.ocds.schema.Extensions;
import org.kingfisherprocess.service.cli.Application;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.cli.Upgrading;
import org.kingfisherprocess.service.demo.Surroundings;
import org.kingfisherprocess.service.deploy.Deploying;
import org.kingfisherprocess.service.intake.ApiKeys;
import org.kingfisherprocess.service.intake.Intake;
import org.kingfisherprocess.service.intake.LocalFiles;
import org.kingfisherprocess.service.queue.StepGate;
import org.kingfisherprocess.service.queue.StepLimits;
import org.kingfisherprocess.service.queue.StepMarks;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.queue.StepWorker;
import org.kingfisherprocess.service.queue.Wakeups;
import org.kingfisherprocess.service.queue.WorkerPause;
import org.kingfisherprocess.service.release.Description;
import org.kingfisherprocess.service.schedule.Job;
import org.kingfisherprocess.service.schedule.JobRuns;
import org.kingfisherprocess.service.schema.SchemaGate;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.spool.SetAside;
import org.kingfisherprocess.service.spool.SpoolJournal;
import org.kingfisherprocess.service.spool.SpoolLimits;
import org.kingfisherprocess.service.spool.SpoolLockedException;
import org.kingfisherprocess.service.spool.SpoolReader;
import org.kingfisherprocess.service.spool.SpoolView;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.steps.Load;
import org.kingfisherprocess.service.steps.LoadLimits;
import org.kingfisherprocess.service.steps.LoadObserver;
import org.kingfisherprocess.service.steps.LoadTables;
import org.kingfisherprocess.service.steps.transform.CompileLimits;
import org.kingfisherprocess.service.steps.transform.Transforms;
import org.kingfisherprocess.service.store.CollectionFileItems;
import org.kingfisherprocess.service.store.CollectionFiles;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.Contents;
import org.kingfisherprocess.service.store.Documents;
import org.kingfisherprocess.service.store.IntakeReceipts;

/// Puts the rooms together, in plain code.
final class Wiring implements Application {
    private final SettingsReader reader;
    private @Nullable Settings settings;

    Wiring(SettingsReader reader) {
        this.reader = reader;
    }

    @Override
    public Settings settings() {
        var known = settings;
        if (known == null) {
            known = reader.read();
            settings = known;
        }
        return known;
    }

    @Override
    public int serve(Terminal terminal) {
        settings().notices().forEach(terminal::tell);
        return new Supervision(settings()).begin();
    }

    @Override
    public int serveInProcess(Terminal terminal) throws InterruptedException {
        settings().notices().forEach(terminal::tell);
        return new Serve(settings(), this, terminal).untilStopped();
    }

    @Override
    public void makeCache(Terminal terminal) throws IOException, InterruptedException {
        var launcher =
                Supervision.launcher()
                        .orElseThrow(() ->
                                new RefusedException(
                                        "this release was not started by its launcher, kingfisher-process"));
        new QuickStart(Path.of(launcher), terminal).prepare();
    }

    @Override
    public Surroundings surroundings() {
        return new DemoSurroundings();
    }

    @Override
    public int work(Terminal terminal, int workers) throws InterruptedException {
        settings().notices().forEach(terminal::tell);
        return new Work(settings(), this, terminal).untilStopped(workers);
    }

    @Override
    public <T> T withDatabase(Function<Database, T> work) {
        return new DatabaseAccess(settings()).with(work);
    }

    @Override
    public Upgrading upgrading() {
        return new UpgradeAccess(settings(), new OwnProcess(reader.environment()));
    }

    @Override
    public Description describeRelease() {
        return Release.describe();
    }

    @Override
    public Deploying deploying() {
        return new DeployWiring(settings(), this, reader.environment()).deploying();
    }

    @Override
    public String databaseName() {
        return settings()
                .database()
                .map(address -> address.database())
                .orElse("kingfisher_process");
    }

    @Override
    public Path spoolDirectory() {
        return settings().dataDirectory().resolve("spool");
    }

    @Override
    public SpoolView viewSpool() {
        return SpoolView.open(spoolDirectory(), spoolLimits(), InstantSource.system());
    }

    @Override
    public SetAside setAside() {
        return SetAside.open(spoolDirectory(), spoolLimits(), InstantSource.system());
    }

    @Override
    public List<Job> jobs(Database database) {
        return scheduledJobs().all(database);
    }

    @Override
    public JobRuns jobRuns(Database database) {
        return scheduledJobs().runs(database);
    }

    ScheduledJobs scheduledJobs() {
        return new ScheduledJobs(
                settings(),
                new SpoolJournal(spoolDirectory(), spoolLimits(), InstantSource.system()));
    }

    private SpoolLimits spoolLimits() {
        var spool = settings().spool();
        return new SpoolLimits(
                spool.reserveBytes(),
                spool.inlineBodyBytes(),
                spool.segmentBytes(),
                spool.window(),
                spool.journalDays());
    }

    @Override
    public SpoolWriter openSpool() {
        return SpoolWriter.open(spoolDirectory(), spoolLimits(), InstantSource.system());
    }

    SpoolReader openSpoolReader() {
        return SpoolReader.open(spoolDirectory(), spoolLimits(), InstantSource.system());
    }

    @Override
    public <T> T withLoading(Database database, Function<Database, T> work) {
        var free = freeSpoolReader();
        if (free.isEmpty()) {
            return work.apply(database); // the running server loads
        }
        try (var spool = free.get();
                var _ =
                        WorkerThreads.start(
                                "load",
                                load(spool, database, LoadObserver.NONE),
                                settings().load().loaders())) {
            return work.apply(database);
        }
    }

    private Optional<SpoolReader> freeSpoolReader() {
        try {
            return Optional.of(openSpoolReader());
        } catch (SpoolLockedException _) {
            return Optional.empty();
        }
    }

    Intake intake(List<String> keys, SpoolWriter spool) {
        return new Intake(
                new ApiKeys(keys), spool, new LocalFiles(settings().intake().localFileFolders()));
    }

    Load load(SpoolReader spool, Database database, LoadObserver observer) {
        var load = settings().load();
        var json =
                new JsonLimits(
                        load.maxDepth(),
                        load.maxDocumentBytes(),
                        JsonLimits.DEFAULT_MAX_NUMBER_LENGTH,
                        JsonLimits.DEFAULT_MAX_NAME_LENGTH);
        var collections = settings().collections();
        return new Load(
                spool,
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
                new Collections.Defaults(
                        collections.checkData(),
                        collections.checkOlderDataWithSchema11(),
                        "1.1",
                        collections.standardPipeline()),
                LoadLimits.of(load.tries(), json),
                observer,
                SchemaGate::loading);
    }

    @Override
    public StepWorker stepWorker(Database database, Wakeups wakeups) {
        return stepWorker(database, wakeups, StepObserver.NONE);
    }

    StepWorker stepWorker(Database database, Wakeups wakeups, StepObserver observer) {
        var handlers =
                Transforms.handlers(
                        database,
                        extensions(),
                        CompileLimits.of(settings().load().maxDepth()),
                        InstantSource.system());
        var marks = StepMarks.in(settings().dataDirectory().resolve("steps"));
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("step-marks").unstarted(marks::leave));
        return new StepWorker(
                database,
                handlers,
                wakeups,
                marks,
                stepGate(),
                StepLimits.of(settings().steps().tries()),
                observer);
    }

    /// Asks the tables first: what a pause is read from may not be there yet.
    private static StepGate stepGate() {
        var pause = new WorkerPause();
        return tx -> SchemaGate.steps(tx) && pause.isOpen(tx);
    }

    private Function<String, ExtensionResult> extensions() {
        if (!settings().steps().extensions()) {
            return url ->
                    new ExtensionResult.Unavailable(
                            url,
                            "fetching extensions is switched off (KINGFISHER_PROCESS_EXTENSIONS)");
        }
        var folder = settings().dataDirectory().resolve("extensions");
        return new Extensions(
                        ExtensionSettings.DEFAULT
                                .cachedIn(folder)
                                .within(settings().steps().extensionTimeout()))
                ::fromUrl;
    }
}
