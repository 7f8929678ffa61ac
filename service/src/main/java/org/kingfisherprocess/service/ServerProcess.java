package org.kingfisherprocess.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.time.InstantSource;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.http.Linger;
import org.kingfisherprocess.service.metrics.Metrics;
import org.kingfisherprocess.service.metrics.MetricsSocket;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;

/// A supervisor's child that answers requests, on the socket that it inherited.
final class ServerProcess {
    private final Settings settings;
    private final Wiring wiring;
    private final Terminal terminal;

    ServerProcess(Settings settings, Wiring wiring, Terminal terminal) {
        this.settings = settings;
        this.wiring = wiring;
        this.terminal = terminal;
    }

    int untilDrained() throws InterruptedException {
        Processes.keepLog();
        var socket = inheritedSocket();
        var view = wiring.viewSpool();
        var place = DatabasePlace.of(settings);
        var worker =
                ControlSocket.shortPath(settings.dataDirectory().resolve(WorkerProcess.METRICS));
        try (var _ = DataFolder.share(settings.dataDirectory());
                var metrics =
                        Metrics.ofServer(
                                Release.version(),
                                view::status,
                                InstantSource.system(),
                                () -> MetricsSocket.read(worker));
                var front = new Front(settings, wiring, view, metrics, place)) {
            front.requireReady();
            var supervised = Processes.join("server", stop -> drain(front, stop));
            if (supervised.awaitGo()) {
                front.listenOn(socket);
                front.welcome(Processes.terminal(supervised, terminal));
                supervised.working();
                metrics.watchProcess();
            }
            supervised.awaitDrained();
        }
        return 0;
    }

    private Message drain(Front front, boolean stop) {
        var limits = settings.processes();
        var report =
                front.drain(
                        stop
                                ? Linger.STOP.withLimit(limits.stopLimit()).loyal()
                                : Linger.RELOAD.withLimit(limits.drainLimit()));
        return Message.of("report").with("served", report.served()).with("cut", report.cut());
    }

    private static ServerSocketChannel inheritedSocket() {
        try {
            if (System.inheritedChannel() instanceof ServerSocketChannel socket) {
                return socket;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use the inherited socket", e);
        }
        throw new RefusedException(
                "server is started by the supervisor, with the socket: run kingfisher-process serve");
    }
}
