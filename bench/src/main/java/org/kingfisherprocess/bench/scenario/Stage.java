package org.kingfisherprocess.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Crawl;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.Latencies;
import org.kingfisherprocess.bench.load.LoadClient;
import org.kingfisherprocess.bench.load.Outcome.Acknowledged;
import org.kingfisherprocess.bench.load.PacedClients;
import org.kingfisherprocess.bench.load.Sample;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.NginxProxy;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.bench.process.RunningService;
import org.kingfisherprocess.bench.proof.Proof;
import org.kingfisherprocess.bench.proof.Settling;
import org.kingfisherprocess.bench.proof.SqlStorage;

/// A fresh service with an empty database, and the collection that a scenario fills.
public final class Stage implements AutoCloseable {
    public static final int CLIENTS = 32;

    /// With [#CLIENTS] about forty files a second: what loading can follow, so that the proof need
    /// not wait for hours.
    public static final Duration PAUSE = Duration.ofMillis(800);

    /// Both new and kept connections.
    private static final int NEW_CONNECTION_EVERY = 20;

    private final String name;
    private final Path folder;
    private final RunningService service;
    private final Crawl crawl;
    private final FileSource files;
    private final MixedFiles mixed;
    private final Optional<NginxProxy> proxy;
    private final List<String> remarks = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Stage(
            Plan plan,
            String name,
            Path folder,
            RunningService service,
            Optional<NginxProxy> proxy) {
        this.name = name;
        this.folder = folder;
        this.service = service;
        this.proxy = proxy;
        crawl = Crawl.startedAt("bench_" + name.replace('-', '_'), Instant.now());
        files = FileSource.seeded(plan.seed());
        mixed = new MixedFiles(files, plan.random());
    }

    /// Returns when the service is ready, and its tables are there.
    public static Stage set(
            Plan plan, String name, Map<String, String> settings, Optional<OwnPostgres> postgres) {
        return prepare(plan, name, settings, postgres).ready();
    }

    public static Stage prepare(
            Plan plan, String name, Map<String, String> settings, Optional<OwnPostgres> postgres) {
        folder(plan, name);
        return prepareIn(plan, name, settings, postgres);
    }

    /// In the folder as it is.
    public static Stage prepareIn(
            Plan plan, String name, Map<String, String> settings, Optional<OwnPostgres> postgres) {
        var folder = plan.work().resolve(name);
        var service = new RunningService(plan.checkout(), folder, settings, postgres);
        var proxy =
                plan.proxy()
                        .map(program ->
                                NginxProxy.start(
                                        program, folder.resolve("nginx"), service.address()));
        return new Stage(plan, name, folder, service, proxy);
    }

    /// The folder of a scenario, empty.
    public static Path folder(Plan plan, String name) {
        return Folders.empty(plan.work().resolve(name));
    }

    public Stage ready() {
        service.start();
        if (!Settling.of(storage()).awaitTables(crawl)) {
            problem("the tables were not there within " + Settling.PATIENCE);
        }
        return this;
    }

    public RunningService service() {
        return service;
    }

    /// Where clients send to: the service, or the proxy in front of it.
    public LoadClient.Target target(int newConnectionEvery) {
        var direct = service.target(newConnectionEvery);
        return proxy.map(nginx ->
                        new LoadClient.Target(nginx.address(), direct.key(), newConnectionEvery))
                .orElse(direct);
    }

    public Crawl crawl() {
        return crawl;
    }

    public FileSource files() {
        return files;
    }

    public SqlStorage storage() {
        return new SqlStorage(service::jdbcUrl);
    }

    /// Files of all sizes, at the pace of spiders.
    public PacedClients spiders() {
        return clients(mixed, PAUSE);
    }

    public PacedClients clients(Supplier<Optional<Sample>> samples, Duration pause) {
        return PacedClients.start(CLIENTS, target(NEW_CONNECTION_EVERY), crawl, samples, pause);
    }

    public void remark(String text) {
        remarks.add(text);
    }

    public void problem(String text) {
        problems.add(text);
    }

    /// Requests must not fail in this scenario.
    public void requireAllAcknowledged(Collection<Attempt> attempts) {
        var failed = attempts.stream().filter(attempt -> !attempt.acknowledged()).toList();
        if (!failed.isEmpty()) {
            problem(
                    "%d of %d requests failed, first: %s"
                            .formatted(failed.size(), attempts.size(), failed.getFirst()));
        }
    }

    /// Ends the collection, lets loading come to rest, and compares.
    public Verdict prove(Collection<Attempt> attempts) {
        var receipts =
                new ArrayList<>(
                        attempts.stream().map(Attempt::receipt).flatMap(Optional::stream).toList());
        var end = end();
        end.ifPresent(receipts::add);
        var begun = System.nanoTime();
        if (!Settling.of(storage()).await(receipts)) {
            problem("loading stopped before everything was loaded");
        }
        remark("settled in %.1f s".formatted((System.nanoTime() - begun) / 1e9));
        if (end.isPresent() && !storage().ended(crawl)) {
            problem("the end of the collection was acknowledged and is not stored");
        }
        var proof = Proof.of(storage(), crawl, attempts);
        var audit = audit();
        var longest = Latencies.ofAcknowledged(attempts).longest();
        return new Verdict(name, Optional.of(proof), audit, longest, remarks, problems);
    }

    @Override
    public void close() {
        proxy.ifPresent(NginxProxy::close);
        service.close();
        if (problems.isEmpty()) {
            Folders.deleteContents(folder.resolve("data"));
        }
    }

    private Optional<UUID> end() {
        try (var client = new LoadClient(service.target(0), crawl)) {
            var outcome = client.end();
            if (outcome instanceof Acknowledged(var receipt) && receipt.isPresent()) {
                return receipt;
            }
            problem("the end of the collection was not acknowledged: " + outcome);
            return Optional.empty();
        }
    }

    private String audit() {
        var result = service.command("audit", "--json");
        if (result.exit() != 0) {
            problem(
                    "audit exited with %d: %s"
                            .formatted(result.exit(), shortened(result.output())));
        }
        return result.exit() == 0 ? "clean" : "exit " + result.exit();
    }

    private static String shortened(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }
}
