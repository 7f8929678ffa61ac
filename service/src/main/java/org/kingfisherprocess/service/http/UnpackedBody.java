package org.kingfisherprocess.service.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A body that was sent with `Content-Encoding: gzip`, unpacked while it is read. The limit of a
/// body holds for what comes out, so that a small one that swells cannot fill the disk.
final class UnpackedBody extends InputStream {
    private static final int BUFFER_BYTES = 16 << 10;

    private final InputStream unpacking;
    private final long maxBytes;
    private long bytes;

    private UnpackedBody(InputStream unpacking, long maxBytes) {
        this.unpacking = unpacking;
        this.maxBytes = maxBytes;
    }

    /// The body as the client meant it.
    static InputStream of(Call call) throws IOException {
        var encoding = call.header("Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> call.body();
            case "gzip", "x-gzip" ->
                    new UnpackedBody(open(call.body()), call.limits().sizes().bodyBytes());
            default ->
                    throw new HttpException(
                            415,
                            "the body is packed as %s: send it plain or with gzip"
                                    .formatted(encoding),
                            Map.of("Accept-Encoding", "gzip, identity"));
        };
    }

    private static InputStream open(InputStream packed) throws IOException {
        try {
            return new GZIPInputStream(packed, BUFFER_BYTES);
        } catch (EOFException | ZipException e) {
            throw broken(e);
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            var read = unpacking.read(target, offset, length);
            bytes += Math.max(read, 0);
            if (bytes > maxBytes) {
                throw new HttpException(
                        413,
                        "the body has more than %,d bytes when unpacked, which this server takes"
                                .formatted(maxBytes));
            }
            return read;
        } catch (EOFException | ZipException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() throws IOException {
        unpacking.close();
    }

    private static HttpException broken(IOException cause) {
        var broken =
                HttpException.badRequest(
                        "the body is not what Content-Encoding: gzip promises: "
                                + cause.getMessage());
        broken.initCause(cause);
        return broken;
    }
}
