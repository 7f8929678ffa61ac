package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// Lets connections in, one for each free place: while there is none, nothing is accepted, and what
/// comes waits in the socket's backlog. (Jetty's own limit closes what it finds to be too much.)
///
/// Accepting blocks in a thread of its own: without one, connections that a selector saw but had
/// not accepted yet were lost when a server left.
final class Entrance extends ServerConnector {
    private static final int ACCEPTORS = 1;
    private static final int SELECTORS = 2;
    private static final long SHORTEST_SWEEP_MILLIS = 10;
    private static final long LONGEST_SWEEP_MILLIS = 1000;
    private static final int SWEEPS_A_HEADER = 10;

    /// Places are scarce when less than this part of them is free.
    private static final int SCARCE = 4;

    private final HttpLimits limits;
    private final Semaphore places;
    private final CountDownLatch never = new CountDownLatch(1);

    Entrance(Server server, HttpLimits limits, HttpConnectionFactory factory) {
        super(server, ACCEPTORS, SELECTORS, factory);
        this.limits = limits;
        this.places = new Semaphore(limits.connections().open());
        setIdleTimeout(limits.times().idle().toMillis());
        setAcceptQueueSize(limits.connections().backlog());
        addBean(new Leaving());
    }

    /// Everybody who is connected.
    List<ClientConnection> connections() {
        return getConnectedEndPoints().stream()
                .filter(ClientConnection.class::isInstance)
                .map(ClientConnection.class::cast)
                .toList();
    }

    @Override
    public void accept(int acceptor) throws IOException {
        try {
            if (!isOpen()) {
                never.await(); // until the thread is interrupted: Jetty would ask again at once
            }
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        var accepted = false;
        try {
            super.accept(acceptor);
            accepted = true;
        } finally {
            if (!accepted) {
                places.release();
            }
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sweepLater();
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(
            SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        return new ClientConnection(channel, selector, key, getScheduler(), limits.times());
    }

    private void sweepLater() {
        var millis = limits.times().header().toMillis() / SWEEPS_A_HEADER;
        getScheduler()
                .schedule(
                        this::sweep,
                        Math.clamp(millis, SHORTEST_SWEEP_MILLIS, LONGEST_SWEEP_MILLIS),
                        TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        try {
            var now = System.nanoTime();
            var crowded = places.availablePermits() < limits.connections().open() / SCARCE;
            connections().forEach(connection -> connection.giveUpIfLate(now, crowded));
        } finally {
            if (isRunning()) {
                sweepLater();
            }
        }
    }

    /// Frees the places of those who leave.
    private final class Leaving implements SelectorManager.AcceptListener {
        @Override
        public void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            places.release();
        }

        @Override
        public void onClosed(SelectableChannel channel) {
            places.release();
        }
    }
}
