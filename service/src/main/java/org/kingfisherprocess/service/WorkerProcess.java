package org.kingfisherprocess.service;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.metrics.Metrics;
import org.kingfisherprocess.service.metrics.MetricsSocket;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.supervisor.child.Supervised;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A supervisor's child that does all behind the acknowledgement. One at a time works; the next one
/// has started by then, and waits for its turn.
final class WorkerProcess {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerProcess.class);

    /// Where the worker whose turn it is tells its metrics.
    static final Path METRICS = Path.of("run", "worker-metrics");

    private static final Path TURN = Path.of("run", "worker.lock");
    private static final Duration LOOK = Duration.ofMillis(20);

    /// Longer than [WorkerThreads] wait for a transaction.
    private static final Duration LONGEST_LEAVE = Duration.ofSeconds(45);

    private final Settings settings;
    private final Wiring wiring;
    private final Terminal terminal;
    private final CountDownLatch leave = new CountDownLatch(1);
    private final CountDownLatch left = new CountDownLatch(1);

    WorkerProcess(Settings settings, Wiring wiring, Terminal terminal) {
        this.settings = settings;
        this.wiring = wiring;
        this.terminal = terminal;
    }

    int untilDrained() throws InterruptedException {
        try (var _ = DataFolder.share(settings.dataDirectory())) {
            var supervised = Processes.join("worker", _ -> drain());
            SchemaFit.require(DatabasePlace.of(settings));
            try {
                if (supervised.awaitGo()) {
                    supervised.working();
                    workWhenItIsOurTurn(
                            Processes.terminal(supervised, terminal), upgrade(supervised));
                }
            } finally {
                left.countDown();
            }
            supervised.awaitDrained();
            return 0;
        }
    }

    private void workWhenItIsOurTurn(Terminal told, Background.Upgrade upgrade)
            throws InterruptedException {
        try (var turn = FileChannel.open(settings.dataDirectory().resolve(TURN), CREATE, WRITE)) {
            while (turn.tryLock() == null) {
                if (leave.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
            work(told, upgrade);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take the turn to work", e);
        }
    }

    private void work(Terminal told, Background.Upgrade upgrade) throws InterruptedException {
        var socket = ControlSocket.shortPath(settings.dataDirectory().resolve(METRICS));
        try (var metrics =
                        new Metrics(
                                Release.version(),
                                wiring.viewSpool()::status,
                                InstantSource.system());
                var _ = MetricsSocket.serve(socket, metrics::scrape);
                var background =
                        new Background(
                                settings,
                                wiring,
                                told,
                                Background.Observers.of(metrics),
                                DatabasePlace.of(settings),
                                upgrade)) {
            background.start();
            metrics.watchProcess();
            leave.await();
        }
    }

    /// The first generation has no code before it. Later ones may: a server of the generation
    /// before answers for a while yet, and may have to take over again.
    private static Background.Upgrade upgrade(Supervised supervised) {
        return supervised.isOfFirstGeneration() ? DatabaseAccess::upgrade : DatabaseAccess::expand;
    }

    /// Transactions under way are finished, if they do not take too long. Where PostgreSQL does not
    /// answer at all, nothing may keep the next worker from its turn: what is cut is rolled back.
    private Message drain() {
        leave.countDown();
        try {
            if (!left.await(LONGEST_LEAVE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("what had not left after {} s is cut", LONGEST_LEAVE.toSeconds());
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return Message.of("report");
    }
}
