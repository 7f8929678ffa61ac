package org.kingfisherprocess.ocds.json;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that a parser cannot read on once the document that it is in has become too long.
final class LimitedInput extends FilterInputStream {

    private final long maxDocumentBytes;
    private long bytesGiven;
    private long lastByte;

    LimitedInput(InputStream input, long maxDocumentBytes) {
        super(input);
        this.maxDocumentBytes = maxDocumentBytes;
        this.lastByte = maxDocumentBytes;
    }

    void documentStartsAt(long offset) {
        lastByte = offset + maxDocumentBytes;
    }

    @Override
    public int read() throws IOException {
        check();
        int read = super.read();
        bytesGiven += read < 0 ? 0 : 1;
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        check();
        int read = super.read(bytes, offset, length);
        bytesGiven += Math.max(0, read);
        return read;
    }

    // The parser asks for more only when it has used what it was given: by then all of it belongs
    // to the document.
    private void check() {
        if (bytesGiven > lastByte) {
            throw new TooLong(maxDocumentBytes);
        }
    }

    /// Thrown through the parser, which lets it pass.
    static final class TooLong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String problem;

        TooLong(long maxDocumentBytes) {
            this.problem = "document longer than %,d bytes".formatted(maxDocumentBytes);
        }

        String problem() {
            return problem;
        }
    }
}
