package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// A request's body as it arrives: blocks for the next bytes, within the limits on size and time.
/// For one thread.
///
/// The first read asks a client that sent `Expect: 100-continue` to go on; before it, nothing of
/// the body has been sent.
final class RequestBody extends InputStream {
    private final Request request;
    private final HttpLimits limits;
    private final Patience patience;
    private final Semaphore arrived = new Semaphore(0);
    private Content.Chunk chunk = Content.Chunk.EMPTY;
    private volatile long receivedBytes;
    private volatile boolean awaited;
    private boolean asked;
    private boolean broken;

    RequestBody(Request request, HttpLimits limits) {
        this.request = request;
        this.limits = limits;
        this.patience = new Patience(limits.times(), request.getBeginNanoTime());
    }

    /// Refuses a body whose announced length is over the limit.
    void checkAnnounced() {
        if (request.getLength() > limits.sizes().bodyBytes()) {
            throw tooLarge(request.getLength());
        }
    }

    long receivedBytes() {
        return receivedBytes;
    }

    /// Whether its next bytes are waited for right now.
    boolean isAwaited() {
        return awaited;
    }

    /// Whether the whole body has been read, or there is none.
    boolean finished() {
        return (chunk.isLast() && !chunk.hasRemaining() && !broken) || isAbsent();
    }

    private boolean isAbsent() {
        return request.getLength() <= 0 && !request.getHeaders().contains("Transfer-Encoding");
    }

    /// Whether a read is still under way that timed out: the connection can carry nothing more.
    boolean broken() {
        return broken;
    }

    /// Whether the client waits to be told to send its body.
    boolean expectsGoAhead() {
        return !asked && request.getHeaders().contains("Expect", "100-continue");
    }

    /// What is still to come, where the client announced it; else the longest possible.
    long remainingBytes() {
        return request.getLength() < 0 ? Long.MAX_VALUE : request.getLength() - receivedBytes;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        switch (await(Long.MAX_VALUE)) {
            case ENDED -> {
                return -1;
            }
            case LATE ->
                    throw new HttpException(
                            408,
                            "the body was not complete within %s: %,d bytes had arrived"
                                    .formatted(limits.times().request(), receivedBytes));
            case SLOW ->
                    throw new HttpException(
                            408,
                            "the body came at less than %,d bytes a second: %,d bytes had arrived"
                                    .formatted(limits.times().minBytesPerSecond(), receivedBytes));
            case SILENT ->
                    throw new HttpException(
                            408,
                            "nothing more of the body arrived for %s, after %,d bytes"
                                    .formatted(limits.times().idle(), receivedBytes));
            case ARRIVED -> {}
        }
        if (receivedBytes > limits.sizes().bodyBytes()) {
            throw tooLarge(receivedBytes);
        }
        var taken = Math.min(length, chunk.remaining());
        chunk.getByteBuffer().get(target, offset, taken);
        return taken;
    }

    /// Reads on and forgets, up to a limit, so that the client comes to read its answer. Whether
    /// all of the body has been read then.
    boolean discard(long maxBytes, Duration maxTime) throws IOException {
        var begun = System.nanoTime();
        var before = receivedBytes;
        while (receivedBytes - before <= maxBytes) {
            var wait = await(maxTime.toNanos() - (System.nanoTime() - begun));
            if (wait != Wait.ARRIVED) {
                return wait == Wait.ENDED;
            }
            chunk.skip(chunk.remaining());
        }
        return false;
    }

    /// How waiting for bytes ended.
    private enum Wait {
        ARRIVED,
        ENDED,
        LATE,
        SLOW,
        SILENT
    }

    private Wait await(long mostNanos) throws IOException {
        while (!chunk.hasRemaining()) {
            if (chunk.isLast()) {
                return Wait.ENDED;
            }
            chunk.release();
            chunk = Content.Chunk.EMPTY;
            asked = true;
            Content.Chunk read = request.read();
            if (read == null) {
                if (!demanded(mostNanos)) {
                    broken = true;
                    return patience.isTooSlow(receivedBytes) ? Wait.SLOW : Wait.LATE;
                }
            } else if (Content.Chunk.isFailure(read)) {
                broken = true;
                if (read.getFailure() instanceof TimeoutException) {
                    return Wait.SILENT;
                }
                throw new ClientGoneException(
                        "the client left after %,d bytes of its body".formatted(receivedBytes),
                        read.getFailure());
            } else {
                chunk = read;
                var received = receivedBytes + read.remaining();
                receivedBytes = received;
            }
        }
        return Wait.ARRIVED;
    }

    /// Waits until a read is worth while; false if the client's time was over first.
    private boolean demanded(long mostNanos) {
        var begun = System.nanoTime();
        var left = Math.min(mostNanos, patience.left(begun, receivedBytes));
        awaited = true;
        request.demand(arrived::release);
        try {
            return arrived.tryAcquire(left, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            awaited = false;
            patience.waited(System.nanoTime() - begun);
        }
    }

    private HttpException tooLarge(long bytes) {
        return new HttpException(
                413,
                "the body has %,d bytes or more, and this server takes %,d: split the file, or raise the limit of a body"
                        .formatted(bytes, limits.sizes().bodyBytes()));
    }
}
