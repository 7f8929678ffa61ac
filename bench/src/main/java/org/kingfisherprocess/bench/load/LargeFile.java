package org.kingfisherprocess.bench.load;

import java.io.IOException;
import java.io.OutputStream;

/// A release package that is made while it is sent. To be sent once; nothing else may be taken from
/// its source before.
public final class LargeFile {
    private final FileSource source;
    private final String name;
    private final long releases;
    private final long bytes;

    LargeFile(FileSource source, String name, long atLeast) {
        this.source = source;
        this.name = name;
        var length = (long) source.head(name).length + FileSource.end().length;
        var count = 0L;
        while (length < atLeast) {
            length += source.lengthAhead(count) + (count == 0 ? 0 : FileSource.separator().length);
            count++;
        }
        releases = count;
        bytes = length;
    }

    public String name() {
        return name;
    }

    public long releases() {
        return releases;
    }

    public long bytes() {
        return bytes;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(source.head(name));
        for (var count = 0L; count < releases; count++) {
            if (count > 0) {
                out.write(FileSource.separator());
            }
            out.write(source.release());
        }
        out.write(FileSource.end());
    }
}
