package org.kingfisherprocess.bench.load;

import java.nio.ByteBuffer;

/// A file, or an item of one, that is to be sent once.
///
/// @param item its number in the file, from 1; 0 where the file is sent whole
/// @param content a release package; read-only
public record Sample(String file, int item, int releases, ByteBuffer content) {
    public Sample {
        content = content.asReadOnlyBuffer();
    }

    public int bytes() {
        return content.remaining();
    }

    byte[] toBytes() {
        var bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return bytes;
    }

    /// For people.
    public String label() {
        return item == 0 ? file : file + " item " + item;
    }
}
