package org.kingfisherprocess.bench.load;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A release package that is made while it is sent. To be sent once; nothing else may be taken from
/// its source before.
public final class LargeFile {
    private final FileSource source;
    private final String name;
    private final long releases;
    private final long bytes;
    private Duration over = Duration.ZERO;
    private volatile long sentReleases;

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

    /// Is to be sent evenly over this time, as from a slow line.
    public LargeFile over(Duration time) {
        over = time;
        return this;
    }

    /// Whether some of it has been sent, and some has not.
    public boolean isUnderWay() {
        return sentReleases > 0 && sentReleases < releases;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(source.head(name));
        var begun = System.nanoTime();
        for (var count = 0L; count < releases; count++) {
            awaitMoment(begun + over.toNanos() / releases * count);
            sentReleases = count;
            if (count > 0) {
                out.write(FileSource.separator());
            }
            out.write(source.release());
        }
        out.write(FileSource.end());
        sentReleases = releases;
    }

    private static void awaitMoment(long nanos) {
        var left = nanos - System.nanoTime();
        if (left > 0) {
            LockSupport.parkNanos(left);
        }
    }
}
