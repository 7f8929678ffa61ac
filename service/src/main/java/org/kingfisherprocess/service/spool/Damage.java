package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a copy of what cannot be read, and says so: nothing is dropped silently.
final class Damage {
    private static final Logger LOG = LoggerFactory.getLogger(Damage.class);
    private static final int MOST_BYTES = 64 << 20;

    private final Disk disk;
    private final SpoolFolder folder;

    Damage(Disk disk, SpoolFolder folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /// A record with a good header whose metadata or body do not match it.
    ///
    /// @param acknowledged whether it is certain that the record was on stable storage once
    void record(SegmentFile segment, RecordHeader record, boolean acknowledged) throws IOException {
        Path copy =
                acknowledged
                        ? folder.damagedRecord(record.receipt())
                        : folder.incompleteRecord(record.receipt());
        keep(copy, segment.records().bytes(record.offset(), (int) record.length()));
        if (acknowledged) {
            LOG.error(
                    "Submission {} in segment {} is damaged and cannot be loaded; its bytes are kept in {}",
                    record.receipt(),
                    segment.name(),
                    copy);
        } else {
            LOG.warn(
                    "Segment {} ends in a record that was not written completely ({}), as after a power cut;"
                            + " it was hardly acknowledged; its bytes are kept in {}",
                    segment.name(),
                    record.receipt(),
                    copy);
        }
    }

    /// Bytes in which no record is to be made out.
    void bytes(SegmentFile segment, long from, long to, boolean acknowledged) throws IOException {
        String name =
                "%s-%x.%s".formatted(segment.name(), from, acknowledged ? "bytes" : "incomplete");
        Path copy = folder.damaged().resolve(name);
        keep(copy, segment.records().bytes(from, (int) Math.min(MOST_BYTES, to - from)));
        LOG.error(
                "Segment {} has {} bytes at {} that cannot be read as records; they are kept in {}",
                segment.name(),
                to - from,
                from,
                copy);
    }

    /// A segment whose header and its copy are both unreadable.
    void segment(SegmentName name) throws IOException {
        Path copy = folder.damaged().resolve(name + ".segment");
        disk.move(folder.segment(name), copy);
        disk.forceDirectory(folder.damaged());
        disk.forceDirectory(folder.segments());
        LOG.error("Segment {} cannot be read, its header is damaged; it is kept as {}", name, copy);
    }

    private void keep(Path copy, ByteBuffer bytes) throws IOException {
        DurableFile.write(disk, folder.damaged(), copy, bytes);
    }
}
