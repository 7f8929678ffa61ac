package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Listens, and answers with what [Routes] lead to. HTTP/1.1, without TLS: that is the proxy's.
///
/// Leaving is done by [#drain]: the accept channel is closed, every answer says `Connection:
/// close`, and connections are served until they are gone or idle. The listening socket itself may
/// be shared with another process, where its queue of connections goes on.
public final class HttpServer implements AutoCloseable {
    /// Accepting must block in a thread of its own: without one, connections that a selector saw
    /// but had not accepted yet were lost when a server left.
    private static final int ACCEPTORS = 1;

    private static final int SELECTORS = 2;
    private static final int PLATFORM_THREADS = 16;
    private static final int INPUT_BUFFER_BYTES = 32 << 10;
    private static final int BACKLOG = 4096;
    private static final Duration POLL = Duration.ofMillis(20);

    private final HttpLimits limits;
    private final Dispatcher dispatcher;
    private final Server server;
    private final ServerConnector connector;
    private InetSocketAddress address = new InetSocketAddress(0);

    public HttpServer(
            HttpLimits limits, Routes routes, ErrorPages pages, RequestObserver observer) {
        this.limits = limits;
        this.dispatcher = new Dispatcher(routes, limits, new ErrorAnswers(pages), observer);
        this.server = new Server(threads());
        this.connector =
                new ServerConnector(
                        server, ACCEPTORS, SELECTORS, new HttpConnectionFactory(configuration()));
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.concurrentRequests(), connector));
        server.setHandler(dispatcher);
        server.setErrorHandler(new ProtocolErrors());
    }

    /// Binds and listens. Port 0 takes a free one; see [#address].
    public void start(InetSocketAddress address) {
        connector.setHost(address.getHostString());
        connector.setPort(address.getPort());
        startServer("on " + address);
    }

    /// Listens on a socket that is bound already, such as an inherited one. The server closes it
    /// when it leaves.
    public void start(ServerSocketChannel bound) {
        try {
            connector.open(bound);
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
        connector.close();
        var quietSince = begun;
        while (true) {
            var now = System.nanoTime();
            for (var endPoint : connector.getConnectedEndPoints()) {
                dispatcher.expectLittleOf(endPoint, linger.idle());
                quietSince = now;
            }
            var settled = now - quietSince >= linger.settle().toNanos();
            if (settled || now - begun >= linger.limit().toNanos() || !pause()) {
                return new DrainReport(
                        Duration.ofNanos(now - begun),
                        dispatcher.finished() - servedBefore,
                        dispatcher.describeBusy());
            }
        }
    }

    /// One line about each request under way, for whoever waits for a drain.
    public List<String> describeBusy() {
        return dispatcher.describeBusy();
    }

    /// Drains as for stopping, then stops.
    @Override
    public void close() {
        if (server.isStopped()) {
            return;
        }
        drain(Linger.STOP);
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
            if (connector.getTransport() instanceof ServerSocketChannel channel
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
        configuration.setRequestHeaderSize(limits.headerBytes());
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
