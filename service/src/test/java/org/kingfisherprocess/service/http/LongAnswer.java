package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.io.OutputStream;

/// More than the kernels of both sides hold for a client that does not read.
final class LongAnswer {
    static final long BYTES = 32L << 20;
    private static final int PIECE = 10_000;

    private LongAnswer() {}

    static void writeTo(OutputStream out) throws IOException {
        for (var left = BYTES; left > 0; left -= PIECE) {
            out.write(new byte[(int) Math.min(PIECE, left)]);
        }
    }
}
