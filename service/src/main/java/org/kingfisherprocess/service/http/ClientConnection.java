package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client's connection, and where it is in its life:
///
///     new ─▶ header ─▶ request ─▶ idle ─▶ header …
///
/// Jetty knows idleness alone: a client that sends a byte now and then is never idle. So here is
/// counted how long a header takes, from a connection's beginning or a later request's first byte.
///
/// A connection on which something was delivered may be idle for long, since its client may send at
/// any moment and will not send again what meets a closed connection. Where places are scarce,
/// others (browsers, monitors, strangers) get only the time of a header for their next request: they
/// ask again by themselves.
final class ClientConnection extends SocketChannelEndPoint {
    private static final Logger LOG = LoggerFactory.getLogger("ocdskingfisher.web");

    /// A body or an answer that is late ends by itself, and its client is told; only what is stuck
    /// for longer is cut.
    private static final Duration LONGEST_GRACE = Duration.ofSeconds(10);

    private static final byte[] LATE_HEADER =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII);

    private final HttpLimits.Times times;
    private State state = State.HEADER;
    private long since = System.nanoTime();
    private boolean delivered;
    private @Nullable Call call;

    private enum State {
        HEADER,
        REQUEST,
        IDLE,
        GIVEN_UP
    }

    ClientConnection(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            HttpLimits.Times times) {
        super(channel, selector, key, scheduler);
        this.times = times;
        setIdleTimeout(times.idle().toMillis());
    }

    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        var filled = super.fill(buffer);
        if (filled > 0) {
            headerGoesOn();
        }
        return filled;
    }

    /// A request's header is complete. Returns false if the connection was given up meanwhile.
    synchronized boolean began(Call next) {
        if (state == State.GIVEN_UP) {
            return false;
        }
        state = State.REQUEST;
        call = next;
        setIdleTimeout(times.idle().toMillis());
        return true;
    }

    /// A request's answer has been sent.
    ///
    /// @param tookSomething whether the request brought something that was taken
    synchronized void ended(boolean tookSomething) {
        state = State.IDLE;
        since = System.nanoTime();
        call = null;
        delivered |= tookSomething;
    }

    /// The request under way, one at most.
    synchronized Optional<Call> underWay() {
        return Optional.ofNullable(call);
    }

    /// Shortens the patience with a connection that has no request under way; one that comes later
    /// finds the usual patience again.
    synchronized void expectLittle(Linger linger) {
        if (state != State.REQUEST) {
            var idle = delivered ? linger.delivered() : linger.idle();
            setIdleTimeout(Math.min(getIdleTimeout(), idle.toMillis()));
        }
    }

    /// Gives up what has taken longer than it may.
    ///
    /// @param crowded whether others may be waiting for a place
    synchronized void giveUpIfLate(long now, boolean crowded) {
        var current = call;
        var isPastHeaderTime = now - since > times.header().toNanos();
        if (state == State.HEADER && isPastHeaderTime) {
            state = State.GIVEN_UP;
            LOG.info("{}: no complete header within {}", getRemoteSocketAddress(), times.header());
            write(Callback.from(this::close), ByteBuffer.wrap(LATE_HEADER));
        } else if (state == State.IDLE && isPastHeaderTime && crowded && !delivered) {
            state = State.GIVEN_UP;
            close();
        } else if (current != null
                && current.nanos(now) > times.request().plus(grace()).toNanos()) {
            state = State.GIVEN_UP;
            LOG.warn("cut after {}: {}", times.request(), current.describe(now));
            close(new TimeoutException("a request took longer than " + times.request()));
        }
    }

    private synchronized void headerGoesOn() {
        if (state == State.IDLE) {
            state = State.HEADER;
            since = System.nanoTime();
            setIdleTimeout(times.idle().toMillis());
        }
    }

    private Duration grace() {
        return LONGEST_GRACE.compareTo(times.request()) < 0 ? LONGEST_GRACE : times.request();
    }
}
