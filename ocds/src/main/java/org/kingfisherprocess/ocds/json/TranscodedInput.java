package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/// A text in any encoding, read as UTF-8.
final class TranscodedInput extends InputStream {
    private static final int SIZE = 1 << 14;

    private final InputStream raw;
    private final Charset charset;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = UTF_8.newEncoder();
    private final ByteBuffer encoded = ByteBuffer.allocate(SIZE).flip();
    private final CharBuffer characters = CharBuffer.allocate(SIZE).flip();
    private final ByteBuffer utf8 = ByteBuffer.allocate(4 * SIZE).flip();
    private long bytesBefore;
    private boolean ended;
    private boolean flushed;

    TranscodedInput(InputStream raw, Charset charset) {
        this.raw = raw;
        this.charset = charset;
        this.decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (!utf8.hasRemaining()) {
            if (flushed) {
                return -1;
            }
            refill();
        }
        int count = Math.min(length, utf8.remaining());
        utf8.get(target, offset, count);
        return count;
    }

    private void refill() throws IOException {
        if (!ended) {
            readRaw();
        }
        characters.compact();
        CoderResult result = decoder.decode(encoded, characters, ended);
        if (result.isUnderflow() && ended) {
            flushed = decoder.flush(characters).isUnderflow();
        }
        characters.flip();
        if (result.isError() && !characters.hasRemaining()) {
            throw new MalformedTextException(
                    "byte %d is not text in the encoding %s"
                            .formatted(bytesBefore + encoded.position(), charset.name()));
        }
        utf8.clear();
        encoder.encode(characters, utf8, false);
        utf8.flip();
    }

    private void readRaw() throws IOException {
        bytesBefore += encoded.position();
        encoded.compact();
        if (encoded.hasRemaining()) {
            int read = raw.read(encoded.array(), encoded.position(), encoded.remaining());
            ended = read < 0;
            encoded.position(encoded.position() + Math.max(0, read));
        }
        encoded.flip();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }
}
