package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.kingfisherprocess.service.demo.Outcome.Acknowledged;
import org.kingfisherprocess.service.demo.Outcome.Failed;

/// What happens, stage by stage. Told once.
final class Story {
    private static final int RELEASES_OF_VERSION_ONE = 10_000;
    private static final String NAME = "kingfisher-process demo";

    /// So long one looks at something before the next thing happens.
    private static final Duration A_LOOK = Duration.ofSeconds(5);

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    /// What accumulated while loading was held; a deployment would wait for it in its probe anyway.
    private static final Duration CALM_WITHIN = Duration.ofSeconds(20);

    private static final long CALM = 20;
    private static final Duration NO_PROGRESS = Duration.ofSeconds(60);

    /// The lines that are told again of all that the commands write; the logs have them all.
    private static final Pattern WORTH_TELLING_OF_UPGRADE =
            Pattern.compile(
                    ".*(migrated to|waiting|gave way|in the way|upgrade run \\d+:|done in \\d+,\\d{3} ms).*");

    private static final Pattern WORTH_TELLING_OF_DEPLOYMENT =
            Pattern.compile(
                    "staged as .*|  (expand|breaking) .*| +ACCESS EXCLUSIVE .*| ?\\d+\\. .*| {5}(\\||done|failed|left out) .*|deployment .*|  [\\d,]+ requests .*");

    private final Scene scene;
    private final Progress progress;
    private final Book book;
    private final Watch watch;
    private final Opened opened;
    private final Commands commands;
    private final List<String> problems = new ArrayList<>();

    Story(Scene scene, Progress progress, Book book, Watch watch, Opened opened) {
        this.scene = scene;
        this.progress = progress;
        this.book = book;
        this.watch = watch;
        this.opened = opened;
        commands = new Commands(scene.work(), command -> progress.tell("      $ " + command));
    }

    Account tell() throws IOException, InterruptedException {
        prepare();
        var server = serve();
        var tables = opened.add(new Tables(database(NAME)));
        watch.follow(new Watch.Sources(look(server), tables));
        var publisher = opened.add(Publisher.start(new Catalogue(scene.files())));
        var crawl = crawl(server, publisher);
        var analyst = opened.add(Analyst.start(database(Analyst.NAME)));
        Thread.sleep(A_LOOK);
        if (adopt() && deploy()) {
            Thread.sleep(A_LOOK);
        }
        settle(crawl, tables);
        return account(tables, analyst);
    }

    private void prepare() {
        progress.begin(Stage.PREPARE);
        var work = scene.work();
        work.install(scene.distribution(), scene.surroundings().release());
        scene.surroundings().makeVersionOne(work.data(), RELEASES_OF_VERSION_ONE);
        progress.tell(
                "      %,d releases, at the last migration of version 1; all of it lies in %s"
                        .formatted(RELEASES_OF_VERSION_ONE, work.path()));
    }

    private RunningServer serve() throws IOException, InterruptedException {
        progress.begin(Stage.SERVE);
        var server = opened.add(RunningServer.start(commands, scene.work()));
        progress.tell(
                "      it listens on %s; its pages are at %1$s/app".formatted(server.address()));
        return server;
    }

    private ServerLook look(RunningServer server) {
        return opened.add(new ServerLook(server.address(), scene.work().data()));
    }

    private Crawl crawl(RunningServer server, Publisher publisher) throws IOException {
        progress.begin(Stage.CRAWL);
        progress.tell(
                "      %d spiders crawl %s: %,d files of a folder, and as many generated ones as there is time for"
                        .formatted(Crawl.SPIDERS, publisher.address(), scene.files().size()));
        return opened.add(
                Crawl.start(
                        new Listing(publisher.address()),
                        server.target(Instant.now()),
                        book,
                        scene.work().fetched()));
    }

    /// Returns whether it went well.
    private boolean adopt() throws IOException, InterruptedException {
        progress.begin(Stage.ADOPT);
        return run(WORTH_TELLING_OF_UPGRADE, "upgrade-database", "--yes") && calm();
    }

    private boolean deploy() throws IOException, InterruptedException {
        progress.begin(Stage.DEPLOY);
        var release = scene.work().newRelease(scene.distribution(), FurtherMigration.DEFAULT);
        FurtherMigration.DEFAULT.text().lines().forEach(line -> progress.tell("      | " + line));
        return run(
                WORTH_TELLING_OF_DEPLOYMENT,
                "deploy",
                "run",
                release.toString(),
                "--yes",
                "--by",
                "demonstration");
    }

    private boolean run(Pattern worthTelling, String... arguments)
            throws IOException, InterruptedException {
        var ended =
                commands.run(
                        line -> {
                            progress.doing(line);
                            if (worthTelling.matcher(line).matches()) {
                                progress.tell("        " + line);
                            }
                        },
                        arguments);
        progress.doing("");
        if (!ended.well()) {
            problems.add(
                    "%s ended with %d: %s".formatted(arguments[0], ended.code(), ended.last()));
        }
        return ended.well();
    }

    /// Waits until what was held up is loaded, or for so long as one would look at that.
    private boolean calm() throws InterruptedException {
        long begun = System.nanoTime();
        while (watch.crawled().waiting() > CALM
                && System.nanoTime() - begun < CALM_WITHIN.toNanos()) {
            Thread.sleep(LOOK_EVERY);
        }
        return true;
    }

    private void settle(Crawl crawl, Tables tables) throws InterruptedException {
        progress.begin(Stage.SETTLE);
        var receipts = new ArrayList<UUID>();
        switch (crawl.end()) {
            case Acknowledged(var receipt) -> receipts.add(receipt);
            case Failed(var reason) -> problems.add("the end of the crawl failed: " + reason);
        }
        problems.addAll(crawl.problems());
        book.firstFailure().ifPresent(failure -> problems.add("the first failure: " + failure));
        receipts.addAll(acknowledged());
        if (!settled(tables, receipts)) {
            problems.add(
                    "loading stood still for %d s before everything was loaded"
                            .formatted(NO_PROGRESS.toSeconds()));
        } else if (!tables.ended()) {
            problems.add("the end of the crawl is not stored");
        }
    }

    private static boolean settled(Tables tables, List<UUID> receipts) throws InterruptedException {
        long before = -1;
        long movedAt = System.nanoTime();
        while (true) {
            long stored = tables.loaded().isPresent() ? tables.count(receipts) : 0;
            if (stored == receipts.size()) {
                return true;
            }
            long now = System.nanoTime();
            movedAt = stored == before ? movedAt : now;
            before = stored;
            if (now - movedAt > NO_PROGRESS.toNanos()) {
                return false;
            }
            Thread.sleep(LOOK_EVERY);
        }
    }

    private Account account(Tables tables, Analyst analyst)
            throws IOException, InterruptedException {
        progress.begin(Stage.ACCOUNT);
        var audit = commands.run(progress::doing, "audit", "--deep", "--json");
        progress.doing("");
        var account =
                Account.of(
                        Comparison.of(book.entries(), tables.stored(acknowledged())),
                        Latencies.of(book.entries()),
                        new Account.Noticed(
                                watch.longestPause(), analyst.longest(), progress.elapsed()),
                        AuditAnswer.parse(audit.output()),
                        problems);
        watch.end(account);
        return account;
    }

    private List<UUID> acknowledged() {
        return book.entries().stream()
                .map(Sent::outcome)
                .filter(Acknowledged.class::isInstance)
                .map(Acknowledged.class::cast)
                .map(Acknowledged::receipt)
                .toList();
    }

    private org.kingfisherprocess.service.sql.Database database(String name) {
        return scene.surroundings().database(scene.work().data(), name);
    }
}
