package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
    private final Semaphore arrived = new Semaphore(0);
    private Content.Chunk chunk = Content.Chunk.EMPTY;
    private volatile long receivedBytes;
    private boolean asked;
    private boolean broken;

    RequestBody(Request request, HttpLimits limits) {
        this.request = request;
        this.limits = limits;
    }

    /// Refuses a body whose announced length is over the limit.
    void checkAnnounced() {
        if (request.getLength() > limits.bodyBytes()) {
            throw tooLarge(request.getLength());
        }
    }

    long receivedBytes() {
        return receivedBytes;
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
        if (!hasArrived(deadline())) {
            return -1;
        }
        var taken = Math.min(length, chunk.remaining());
        chunk.getByteBuffer().get(target, offset, taken);
        return taken;
    }

    /// Reads on and forgets, up to a limit, so that the client comes to read its answer.
    boolean discard(long maxBytes, Duration maxTime) throws IOException {
        var until = System.nanoTime() + maxTime.toNanos();
        var before = receivedBytes;
        while (receivedBytes - before <= maxBytes) {
            if (!hasArrived(until)) {
                return true;
            }
            chunk.skip(chunk.remaining());
        }
        return false;
    }

    private long deadline() {
        return request.getBeginNanoTime() + limits.requestTime().toNanos();
    }

    private boolean hasArrived(long deadline) throws IOException {
        while (!chunk.hasRemaining()) {
            if (chunk.isLast()) {
                return false;
            }
            chunk.release();
            chunk = Content.Chunk.EMPTY;
            chunk = next(deadline);
            var received = receivedBytes + chunk.remaining();
            receivedBytes = received;
            if (received > limits.bodyBytes()) {
                throw tooLarge(received);
            }
        }
        return true;
    }

    private Content.Chunk next(long deadline) throws IOException {
        asked = true;
        while (true) {
            Content.Chunk read = request.read();
            if (read == null) {
                awaitBytes(deadline);
                continue;
            }
            if (Content.Chunk.isFailure(read)) {
                broken = true;
                throw new ClientGoneException(
                        "the client left or fell silent after %,d bytes of its body"
                                .formatted(receivedBytes),
                        read.getFailure());
            }
            return read;
        }
    }

    private void awaitBytes(long deadline) {
        request.demand(arrived::release);
        try {
            if (arrived.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        broken = true;
        throw new HttpException(
                408,
                "the body was not complete within %s: %,d bytes had arrived"
                        .formatted(limits.requestTime(), receivedBytes));
    }

    private HttpException tooLarge(long bytes) {
        return new HttpException(
                413,
                "the body has %,d bytes or more, and this server takes %,d: split the file, or raise the limit of a body"
                        .formatted(bytes, limits.bodyBytes()));
    }
}
