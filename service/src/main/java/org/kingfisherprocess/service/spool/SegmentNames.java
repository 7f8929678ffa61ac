package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The names of the entries in one segment, as the audit wants them.
final class SegmentNames {
    private SegmentNames() {}

    /// Every record, in state FINISHED, PENDING or DAMAGED.
    static List<Acknowledged> read(Disk disk, SpoolFolder folder, SegmentFile segment)
            throws IOException {
        Set<Path> damaged = Set.copyOf(disk.list(folder.damaged()));
        List<RecordHeader> records = records(segment);
        long[] offsets = records.stream().mapToLong(RecordHeader::offset).toArray();
        boolean[] done = DoneMap.peek(disk, folder.done(segment.name()), segment, offsets);
        var names = new ArrayList<Acknowledged>();
        for (int i = 0; i < offsets.length; i++) {
            Receipt receipt = records.get(i).receipt();
            if (damaged.contains(folder.damagedRecord(receipt))) {
                names.add(name(segment, records.get(i), Acknowledged.State.DAMAGED));
            } else if (!damaged.contains(folder.incompleteRecord(receipt))) {
                var state = done[i] ? Acknowledged.State.FINISHED : Acknowledged.State.PENDING;
                names.add(name(segment, records.get(i), state));
            }
        }
        return names;
    }

    private static List<RecordHeader> records(SegmentFile segment) throws IOException {
        var records = new ArrayList<RecordHeader>();
        var next = following(segment, SegmentFile.firstRecord());
        while (next.isPresent() && !next.get().isSeal()) {
            records.add(next.get());
            next = following(segment, next.get().nextOffset());
        }
        return records;
    }

    private static Optional<RecordHeader> following(SegmentFile segment, long offset)
            throws IOException {
        var next = segment.records().recordAt(offset);
        return next.isPresent() ? next : segment.records().search(offset);
    }

    private static Acknowledged name(
            SegmentFile segment, RecordHeader record, Acknowledged.State state) throws IOException {
        var submission = segment.records().metadata(record).map(Metadata::submission);
        return new Acknowledged(
                record.receipt(),
                record.acknowledgedAt(),
                submission.map(Submission::group).orElse("unreadable"),
                submission.map(Submission::label).orElse("unreadable"),
                state);
    }
}
