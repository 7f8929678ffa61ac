package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/// Which records of a segment are finished: the segment's salt (8 bytes) and a bit for each
/// multiple of 64. Allocated whole, so that a mark needs no space, even on a full disk. A mark is
/// one byte written and not forced: what a power cut forgets is loaded again, and its receipt in
/// the database makes that harmless. For one thread.
final class DoneMap implements Closeable {
    private static final int SALT_BYTES = 8;

    private final DiskFile file;
    private final byte[] bitsAtOpening;

    private DoneMap(DiskFile file, byte[] bits) {
        this.file = file;
        bitsAtOpening = bits;
    }

    static DoneMap open(Disk disk, SpoolFolder folder, SegmentFile segment) throws IOException {
        byte[] bits = new byte[bitBytes(segment)];
        Path path = folder.done(segment.name());
        if (disk.exists(path)) {
            DiskFile file = disk.openToWrite(path);
            if (read(file, segment.records().salt(), bits)) {
                return new DoneMap(file, bits);
            }
            file.close();
            disk.deleteIfExists(path);
        }
        DiskFile file = disk.create(path);
        file.write(ByteBuffer.allocate(SALT_BYTES).putLong(segment.records().salt()).flip(), 0);
        file.write(ByteBuffer.wrap(new byte[bits.length]), SALT_BYTES);
        file.force();
        disk.forceDirectory(folder.done());
        return new DoneMap(file, new byte[bits.length]);
    }

    /// The bits of a segment as they are now, for a process that only looks.
    static boolean[] peek(Disk disk, Path path, SegmentFile segment, long[] offsets)
            throws IOException {
        byte[] bits = new byte[bitBytes(segment)];
        if (disk.exists(path)) {
            try (DiskFile file = disk.openToRead(path)) {
                if (!read(file, segment.records().salt(), bits)) {
                    bits = new byte[bits.length];
                }
            }
        }
        boolean[] done = new boolean[offsets.length];
        for (int i = 0; i < offsets.length; i++) {
            done[i] = isSet(bits, offsets[i]);
        }
        return done;
    }

    /// Whether the record was finished before the map was opened, which is all that a reader needs
    /// who goes over a segment once.
    boolean wasDone(long offset) {
        return isSet(bitsAtOpening, offset);
    }

    void mark(long offset) throws IOException {
        int bit = bit(offset);
        var one = ByteBuffer.allocate(1);
        file.read(one, SALT_BYTES + bit / 8);
        one.put(0, (byte) (one.get(0) | 1 << bit % 8)).position(0);
        file.write(one, SALT_BYTES + bit / 8);
    }

    void force() throws IOException {
        file.force();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static int bitBytes(SegmentFile segment) {
        return (int) (segment.records().end() / SegmentFormat.ALIGNMENT / 8 + 1);
    }

    private static boolean read(DiskFile file, long salt, byte[] bits) throws IOException {
        var head = ByteBuffer.allocate(SALT_BYTES);
        return file.read(head, 0) == SALT_BYTES
                && head.getLong(0) == salt
                && file.read(ByteBuffer.wrap(bits), SALT_BYTES) == bits.length;
    }

    private static boolean isSet(byte[] bits, long offset) {
        int bit = bit(offset);
        return (bits[bit / 8] & 1 << bit % 8) != 0;
    }

    private static int bit(long offset) {
        return (int) (offset / SegmentFormat.ALIGNMENT);
    }
}
