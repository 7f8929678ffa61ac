package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// Offsets and body sizes of a segment's records, read on from where the last look ended. For one
/// thread.
final class SegmentTally {
    private long[] offsets = new long[64];
    private long[] bodyBytes = new long[64];
    private int count;
    private long position = SegmentFile.firstRecord();

    void readOn(SegmentFile segment) throws IOException {
        Optional<RecordHeader> next = segment.records().recordAt(position);
        while (next.isPresent() && !next.get().isSeal()) {
            add(next.get());
            position = next.get().nextOffset();
            next = segment.records().recordAt(position);
        }
    }

    long[] offsets() {
        return Arrays.copyOf(offsets, count);
    }

    long bodyBytes(int record) {
        return bodyBytes[record];
    }

    private void add(RecordHeader record) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            bodyBytes = Arrays.copyOf(bodyBytes, count * 2);
        }
        offsets[count] = record.offset();
        bodyBytes[count] = record.bodyLength();
        count++;
    }
}
