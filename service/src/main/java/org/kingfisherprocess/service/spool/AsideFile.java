package org.kingfisherprocess.service.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;

/// An entry that was set aside, in a file of its own. Sizes in bytes, integers big-endian.
///
/// ```
/// aside  = magic(8) "KFPASIDE"  version(4)  setAsideAt(8) ms since 1970  tries(4)
///          reasonLength(4) reason(UTF-8)  record
/// record = as in SegmentFormat, with salt 0 and without zeros at its end; the body of one with
///          flag 2 lies beside, in RECEIPT.body
/// ```
record AsideFile(
        RecordHeader record, Metadata metadata, Instant setAsideAt, int tries, String reason) {
    private static final long MAGIC = 0x4B465041_53494445L;
    private static final int VERSION = 1;
    private static final int FIXED_BYTES = 28;

    static ByteBuffer encode(Entry entry, Instant setAsideAt, String reason) throws IOException {
        byte[] text = reason.getBytes(UTF_8);
        byte[] metadata = entry.metadata().encode();
        byte[] body = inlineBody(entry);
        int size = FIXED_BYTES + text.length + RecordHeader.BYTES + metadata.length + body.length;
        var bytes = ByteBuffer.allocate(size);
        bytes.putLong(MAGIC).putInt(VERSION).putLong(setAsideAt.toEpochMilli());
        bytes.putInt(entry.tries()).putInt(text.length).put(text);
        entry.record().at(bytes.position(), 0).encode(0, bytes);
        return bytes.put(metadata).put(body).flip();
    }

    static AsideFile read(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.openToRead(path)) {
            var records = new RecordFile(file, 0, file.size());
            var head = records.bytes(0, FIXED_BYTES);
            if (head.getLong() != MAGIC || head.getInt() != VERSION) {
                throw new IOException("%s is not a file that the spool set aside".formatted(path));
            }
            var at = Instant.ofEpochMilli(head.getLong());
            int tries = head.getInt();
            int length = head.getInt();
            var reason = UTF_8.decode(records.bytes(FIXED_BYTES, length)).toString();
            var record =
                    records.recordAt(FIXED_BYTES + (long) length).orElseThrow(() -> damaged(path));
            var metadata = records.metadata(record).orElseThrow(() -> damaged(path));
            return new AsideFile(record, metadata, at, tries, reason);
        }
    }

    private static byte[] inlineBody(Entry entry) throws IOException {
        if (!entry.inline()) {
            return new byte[0];
        }
        try (InputStream body = entry.openBody()) {
            return body.readAllBytes();
        }
    }

    private static IOException damaged(Path path) {
        return new IOException("%s is damaged: its checksum does not match".formatted(path));
    }
}
