package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Listens, and answers with what [Routes] lead to. HTTP/1.1, without TLS: that is the proxy's.
///
/// Leaving is done by [#drain]: the accept channel is closed, every answer says `Connection:
/// close`, and connections are served until they are gone or idle. The listening socket itself may
/// be shared with another process, where its queue of connections goes on.
public final class HttpServer implements AutoCloseable {
    private static final int PLATFORM_THREADS = 16;
    private static final int INPUT_BUFFER_BYTES = 32 << 10;
    private static final Duration POLL = Duration.ofMillis(20);

    private final HttpLimits limits;
    private final Dispatcher dispatcher;
    private final Server server;
    private final Entrance entrance;
    private InetSocketAddress address = new InetSocketAddress(0);

    public HttpServer(
            HttpLimits limits, Routes routes, ErrorPages pages, RequestObserver observer) {
        this.limits = limits;
        this.dispatcher = new Dispatcher(routes, limits, new ErrorAnswers(pages), observer);
        this.server = new Server(threads());
        this.entrance = new Entrance(server, limits, new HttpConnectionFactory(configuration()));
        server.addConnector(entrance);
        server.setHandler(dispatcher);
        server.setErrorHandler(new ProtocolErrors());
    }

    /// Binds and listens. Port 0 takes a free one; see [#address].
    public void start(InetSocketAddress address) {
        entrance.setHost(address.getHostString());
        entrance.setPort(address.getPort());
        startServer("on " + address);
    }

    /// Listens on a socket that is bound already, such as an inherited one. The server closes it
    /// when it leaves.
    public void start(ServerSocketChannel bound) {
        try {
            entrance.open(bound);
        } catch (IOException e) {
            throw new UncheckedIOException("the HTTP server cannot use the socket " + bound, e);
        }
        startServer("on the socket " + bound);
    }

    /// Where it listens, once started.
    public InetSocketAddress address() {
        return address;
    }

    /// Stops accepting, answers what comes on the connections that there are, and returns when none
    /// is left or the limit has cut the rest. Blocks; may be called once more with a shorter
    /// [Linger], from another thread.
    public DrainReport drain(Linger linger) {
        var begun = System.nanoTime();
        var servedBefore = dispatcher.finished();
        dispatcher.drain();
        entrance.close();
        var quietSince = begun;
        while (true) {
            var now = System.nanoTime();
            var connections = entrance.connections();
            connections.forEach(connection -> connection.expectLittle(linger));
            quietSince = connections.isEmpty() ? quietSince : now;
            var settled = connections.isEmpty() && now - quietSince >= linger.settle().toNanos();
            if (settled || now - begun >= linger.limit().toNanos() || !pause()) {
                var cut = describeBusy();
                return new DrainReport(
                        Duration.ofNanos(now - begun),
                        dispatcher.finished() - servedBefore,
                        cut,
                        Math.max(0, entrance.connections().size() - cut.size()));
            }
        }
    }

    /// One line about each request under way, for whoever waits for a drain.
    public List<String> describeBusy() {
        var now = System.nanoTime();
        return entrance.connections().stream()
                .map(ClientConnection::underWay)
                .flatMap(Optional::stream)
                .map(call -> call.describe(now))
                .toList();
    }

    /// Drains as for stopping, then stops.
    @Override
    public void close() {
        if (server.isStopped()) {
            return;
        }
        drain(Linger.STOP);
        stop();
    }

    /// Stops at once: whatever is under way is cut.
    public void stop() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP server did not stop cleanly", e);
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(POLL);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void startServer(String where) {
        try {
            server.start();
            if (entrance.getTransport() instanceof ServerSocketChannel channel
                    && channel.getLocalAddress() instanceof InetSocketAddress bound) {
                address = bound;
            }
        } catch (Exception e) {
            throw new IllegalStateException(
                    "the HTTP server cannot listen %s: %s".formatted(where, e.getMessage()), e);
        }
    }

    private static QueuedThreadPool threads() {
        var threads = new QueuedThreadPool(PLATFORM_THREADS);
        threads.setName("http");
        threads.setVirtualThreadsExecutor(
                Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("request-", 0).factory()));
        return threads;
    }

    private HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setRequestHeaderSize(limits.sizes().headerBytes());
        configuration.setInputBufferSize(INPUT_BUFFER_BYTES);
        configuration.setSendServerVersion(false);
        // Clients join a base address and a route to //api/v1/…, which Jetty would refuse as
        // ambiguous.
        configuration.setUriCompliance(
                UriCompliance.DEFAULT.with(
                        "doubled slashes", UriCompliance.Violation.AMBIGUOUS_EMPTY_SEGMENT));
        return configuration;
    }
}
