package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// An answer's body on its way: waits for a client that reads slowly, within the limits on time.
/// Gathers small pieces; flushing pushes what is there. For one thread.
final class AnswerStream extends OutputStream {
    private static final int PIECE_BYTES = 64 << 10;

    private final Response response;
    private final HttpLimits.Times times;
    private final Patience patience;
    private byte[] gathered = new byte[0];
    private int count;
    private volatile long sentBytes;
    private boolean ended;

    AnswerStream(Request request, Response response, HttpLimits.Times times) {
        this.response = response;
        this.times = times;
        this.patience = new Patience(times, request.getBeginNanoTime());
    }

    long sentBytes() {
        return sentBytes;
    }

    /// Sends a whole body, which must be the only one.
    void sendAll(byte[] body) throws IOException {
        var at = 0;
        do {
            var length = Math.min(PIECE_BYTES, body.length - at);
            ended = at + length == body.length;
            send(ended, ByteBuffer.wrap(body, at, length));
            at += length;
        } while (at < body.length);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (gathered.length == 0) {
            gathered = new byte[PIECE_BYTES];
        }
        for (var at = offset; at < offset + length; ) {
            var taken = Math.min(gathered.length - count, offset + length - at);
            System.arraycopy(bytes, at, gathered, count, taken);
            count += taken;
            at += taken;
            if (count == gathered.length) {
                flush();
            }
        }
    }

    @Override
    public void flush() throws IOException {
        if (!ended) {
            send(false, ByteBuffer.wrap(gathered, 0, count));
            count = 0;
        }
    }

    /// Ends the answer: only a complete one may be closed.
    @Override
    public void close() throws IOException {
        if (!ended) {
            ended = true;
            send(true, ByteBuffer.wrap(gathered, 0, count));
        }
    }

    private void send(boolean last, ByteBuffer bytes) throws IOException {
        var length = bytes.remaining();
        var done = new CompletableFuture<Void>();
        var begun = System.nanoTime();
        response.write(
                last, bytes, Callback.from(() -> done.complete(null), done::completeExceptionally));
        try {
            done.get(patience.left(begun, sentBytes), TimeUnit.NANOSECONDS);
            var sent = sentBytes + length;
            sentBytes = sent;
        } catch (ExecutionException e) {
            throw new ClientGoneException(
                    "the client left after %,d bytes of its answer".formatted(sentBytes), e);
        } catch (TimeoutException e) {
            throw new ClientGoneException(tooSlow(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClientGoneException("interrupted while answering", e);
        } finally {
            patience.waited(System.nanoTime() - begun);
        }
    }

    private String tooSlow() {
        return patience.isTooSlow(sentBytes)
                ? "the client took its answer at less than %,d bytes a second: %,d bytes were sent"
                        .formatted(times.minBytesPerSecond(), sentBytes)
                : "the client did not take its answer within %s: %,d bytes were sent"
                        .formatted(times.request(), sentBytes);
    }
}
