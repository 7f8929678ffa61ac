package org.kingfisherprocess.ocds.json;

import java.io.IOException;
import java.io.InputStream;

/// The window of a stream that is being scanned, and where in the stream it is.
final class StreamBuffer {
    private static final int SIZE = 1 << 16;

    private final InputStream input;
    private long bytesBefore;
    private long lineStart;
    private boolean ended;

    final byte[] bytes;
    int position;
    int limit;
    long line = 1;

    StreamBuffer(InputStream input) {
        this.input = input;
        this.bytes = new byte[SIZE];
    }

    /// Over bytes that are all there already, and are not changed.
    StreamBuffer(byte[] whole) {
        this.input = InputStream.nullInputStream();
        this.bytes = whole;
        this.limit = whole.length;
        this.ended = true;
    }

    /// Makes at least `count` bytes (at most 16) available at [#position]; false if the stream ends
    /// before them.
    boolean ensure(int count) throws IOException {
        return limit - position >= count || fill(count);
    }

    private boolean fill(int count) throws IOException {
        if (ended) {
            return false;
        }
        System.arraycopy(bytes, position, bytes, 0, limit - position);
        bytesBefore += position;
        limit -= position;
        position = 0;
        while (limit < count) {
            int read = input.read(bytes, limit, SIZE - limit);
            if (read < 0) {
                ended = true;
                return false;
            }
            limit += read;
        }
        return true;
    }

    /// Passes a line feed, which stands at [#position].
    void passLineFeed() {
        position++;
        line++;
        lineStart = bytesBefore + position;
    }

    /// The next byte that is not whitespace, without passing it; -1 at the end.
    int skipWhitespace() throws IOException {
        while (true) {
            if (position == limit && !fill(1)) {
                return -1;
            }
            byte next = bytes[position];
            if (next == '\n') {
                passLineFeed();
            } else if (next == ' ' || next == '\r' || next == '\t') {
                position++;
            } else {
                return next & 0xff;
            }
        }
    }

    /// Passes the rest of the line with its line feed.
    void skipLine() throws IOException {
        while (ensure(1)) {
            if (bytes[position] == '\n') {
                passLineFeed();
                return;
            }
            position++;
        }
    }

    long offset() {
        return bytesBefore + position;
    }

    JsonPosition where() {
        return new JsonPosition(line, offset() - lineStart + 1, offset());
    }
}
