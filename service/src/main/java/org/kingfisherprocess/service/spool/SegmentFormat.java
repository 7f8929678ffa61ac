package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// A segment file, whose size is fixed when it is made. Sizes in bytes, integers big-endian.
///
/// ```
/// segment  = header(64) record* [seal(64)] left-over... header(64)     the second header is a copy
/// header   = magic(8) "KFPSPOOL"  version(4)  sequence(4)  writer(16)  salt(8)
///            recordsEnd(8)  zeros(12)  checksum(4) of the 60 before it
/// record   = recordHeader(64) metadata [body] zeros to a multiple of 64
/// recordHeader
///          = mark(4) from the salt  flags(4): 1 closing, 2 body in a file, 4 seal
///            receipt(16)  acknowledgedAt(8) ms since 1970  forcedUpTo(8)
///            bodyLength(8)  metadataLength(4)  metadataChecksum(4)  bodyChecksum(4)
///            checksum(4) of salt(8), the record's offset(8) and the 60 before it
/// seal     = a recordHeader with flag 4, without metadata: the writer went on in another segment
/// metadata = group label bodyFile count(4) {key value}*                each a length(4) and UTF-8
/// ```
///
/// All checksums are CRC32C. Segments are used again: what a former use left behind cannot pass for
/// a record, because the salt is new at random and enters each header's checksum, and the header
/// holds the checksums of metadata and body. As lengths stand in a header with a checksum of its
/// own, a damaged body does not hide the records behind it; as records begin at multiples of 64,
/// those behind a damaged header are found by looking for the mark.
///
/// `forcedUpTo` is the offset up to which the segment was on stable storage when the record was
/// written. So whatever lies before the highest `forcedUpTo` was acknowledged; a record beyond it
/// that does not verify may be the torn end of a last write, which nobody was told to be safe.
final class SegmentFormat {
    static final int ALIGNMENT = 64;
    static final int HEADER_BYTES = 64;
    private static final long MAGIC = 0x4B465053_504F4F4CL;
    private static final int VERSION = 1;

    private SegmentFormat() {}

    /// What a segment's header says.
    record Header(SegmentName name, long salt, long recordsEnd) {}

    static ByteBuffer encode(Header header) {
        var bytes = ByteBuffer.allocate(HEADER_BYTES);
        UUID writer = header.name.writer();
        bytes.putLong(MAGIC).putInt(VERSION).putInt(header.name.sequence());
        bytes.putLong(writer.getMostSignificantBits()).putLong(writer.getLeastSignificantBits());
        bytes.putLong(header.salt).putLong(header.recordsEnd);
        bytes.position(HEADER_BYTES - 4);
        return bytes.putInt(checksum(bytes, HEADER_BYTES - 4)).flip();
    }

    /// Empty when the bytes are no header; fails when they are one of another version.
    static Optional<Header> decode(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() != HEADER_BYTES
                || bytes.getInt(HEADER_BYTES - 4) != checksum(bytes, HEADER_BYTES - 4)
                || bytes.getLong() != MAGIC) {
            return Optional.empty();
        }
        int version = bytes.getInt();
        if (version != VERSION) {
            throw new IOException(
                    "the spool has a segment of format %d, and this program knows format %d: start the version that wrote it"
                            .formatted(version, VERSION));
        }
        int sequence = bytes.getInt();
        var writer = new UUID(bytes.getLong(), bytes.getLong());
        return Optional.of(
                new Header(new SegmentName(writer, sequence), bytes.getLong(), bytes.getLong()));
    }

    static long align(long bytes) {
        return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
    }

    private static int checksum(ByteBuffer bytes, int length) {
        var sum = new CRC32C();
        sum.update(bytes.duplicate().position(0).limit(length));
        return (int) sum.getValue();
    }
}
