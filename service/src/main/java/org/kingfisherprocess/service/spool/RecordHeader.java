package org.kingfisherprocess.service.spool;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// Header of a record, as the grammar in [SegmentFormat] has it.
record RecordHeader(
        long offset,
        int flags,
        Receipt receipt,
        long acknowledgedMillis,
        long forcedUpTo,
        long bodyLength,
        int metadataLength,
        int metadataChecksum,
        int bodyChecksum) {

    static final int BYTES = 64;
    static final int CLOSING = 1;
    static final int BODY_IN_FILE = 2;
    static final int SEAL = 4;
    private static final Receipt NONE = new Receipt(new UUID(0, 0));

    static RecordHeader seal(long offset) {
        return new RecordHeader(offset, SEAL, NONE, 0, offset, 0, 0, 0, 0);
    }

    /// The same record in another place.
    RecordHeader at(long offset, long forcedUpTo) {
        return new RecordHeader(
                offset,
                flags,
                receipt,
                acknowledgedMillis,
                forcedUpTo,
                bodyLength,
                metadataLength,
                metadataChecksum,
                bodyChecksum);
    }

    Instant acknowledgedAt() {
        return Instant.ofEpochMilli(acknowledgedMillis);
    }

    boolean closing() {
        return (flags & CLOSING) != 0;
    }

    boolean inline() {
        return (flags & BODY_IN_FILE) == 0;
    }

    boolean isSeal() {
        return (flags & SEAL) != 0;
    }

    long metadataOffset() {
        return offset + BYTES;
    }

    long bodyOffset() {
        return offset + BYTES + metadataLength;
    }

    /// Header, metadata and inline body, without padding.
    long length() {
        return BYTES + (long) metadataLength + (inline() ? bodyLength : 0);
    }

    long nextOffset() {
        return offset + SegmentFormat.align(length());
    }

    static int mark(long salt) {
        return (int) (salt >>> 32);
    }

    void encode(long salt, ByteBuffer target) {
        int start = target.position();
        target.putInt(mark(salt)).putInt(flags);
        target.putLong(receipt.value().getMostSignificantBits());
        target.putLong(receipt.value().getLeastSignificantBits());
        target.putLong(acknowledgedMillis).putLong(forcedUpTo).putLong(bodyLength);
        target.putInt(metadataLength).putInt(metadataChecksum).putInt(bodyChecksum);
        target.putInt(
                checksum(
                        salt, offset, target.duplicate().position(start).limit(start + BYTES - 4)));
    }

    /// Empty when the buffer's next 64 bytes are no header for this segment and offset.
    static Optional<RecordHeader> decode(ByteBuffer bytes, long salt, long offset, long end) {
        int start = bytes.position();
        if (bytes.remaining() < BYTES
                || bytes.getInt(start) != mark(salt)
                || bytes.getInt(start + BYTES - 4)
                        != checksum(
                                salt,
                                offset,
                                bytes.duplicate().position(start).limit(start + BYTES - 4))) {
            return Optional.empty();
        }
        bytes.getInt();
        var header =
                new RecordHeader(
                        offset,
                        bytes.getInt(),
                        new Receipt(new UUID(bytes.getLong(), bytes.getLong())),
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getInt(),
                        bytes.getInt(),
                        bytes.getInt());
        boolean possible =
                header.metadataLength >= 0
                        && header.bodyLength >= 0
                        && header.offset + header.length() <= end;
        return possible ? Optional.of(header) : Optional.empty();
    }

    private static int checksum(long salt, long offset, ByteBuffer bytes) {
        var sum = new CRC32C();
        sum.update(ByteBuffer.allocate(16).putLong(salt).putLong(offset).flip());
        sum.update(bytes);
        return (int) sum.getValue();
    }
}
