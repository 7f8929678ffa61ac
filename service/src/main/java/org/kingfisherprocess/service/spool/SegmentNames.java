package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The names of the entries in one segment, as the audit wants them.
final class SegmentNames {
    private SegmentNames() {}

    /// Every record, also those that are finished; all in state PENDING or DAMAGED.
    static List<Acknowledged> read(Disk disk, SpoolFolder folder, SegmentFile segment)
            throws IOException {
        var names = new ArrayList<Acknowledged>();
        Optional<RecordHeader> next = segment.records().search(SegmentFile.firstRecord());
        while (next.isPresent() && !next.get().isSeal()) {
            RecordHeader record = next.get();
            if (!disk.exists(folder.incompleteRecord(record.receipt()))) {
                names.add(name(disk, folder, segment, record));
            }
            next = following(segment, record.nextOffset());
        }
        return names;
    }

    private static Optional<RecordHeader> following(SegmentFile segment, long offset)
            throws IOException {
        var next = segment.records().recordAt(offset);
        return next.isPresent() ? next : segment.records().search(offset);
    }

    private static Acknowledged name(
            Disk disk, SpoolFolder folder, SegmentFile segment, RecordHeader record)
            throws IOException {
        var submission = segment.records().metadata(record).map(Metadata::submission);
        boolean damaged = disk.exists(folder.damagedRecord(record.receipt()));
        return new Acknowledged(
                record.receipt(),
                record.acknowledgedAt(),
                submission.map(Submission::group).orElse("unreadable"),
                submission.map(Submission::label).orElse("unreadable"),
                damaged ? Acknowledged.State.DAMAGED : Acknowledged.State.PENDING);
    }
}
