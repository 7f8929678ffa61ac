package org.kingfisherprocess.service.spool;

import java.util.ArrayList;

/// Limits of the spool; sizes in bytes.
///
/// @param reserveBytes free space of the disk below which appends are refused, so that PostgreSQL
///   on the same disk can go on loading, which frees the spool
/// @param inlineBodyBytes bodies up to this size are written into the segment with many others;
///   larger ones into files of their own
/// @param segmentBytes size of a segment, allocated beforehand and used again
/// @param window entries that the reader knows in memory at once
/// @param journalDays days for which the names of acknowledged submissions are kept
public record SpoolLimits(
        long reserveBytes, int inlineBodyBytes, int segmentBytes, int window, int journalDays) {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    public SpoolLimits {
        var problems = new ArrayList<String>();
        if (reserveBytes < 0) {
            problems.add("the reserve must be 0 bytes or more, was " + reserveBytes);
        }
        if (segmentBytes < 16 * KIB || segmentBytes % SegmentFormat.ALIGNMENT != 0) {
            problems.add(
                    "a segment must have 16 KiB or more and a multiple of %d bytes, was %,d"
                            .formatted(SegmentFormat.ALIGNMENT, segmentBytes));
        }
        if (inlineBodyBytes < 0 || inlineBodyBytes > segmentBytes / 4) {
            problems.add(
                    "the largest inline body must be from 0 to a quarter of a segment (%,d bytes), was %,d"
                            .formatted(segmentBytes / 4, inlineBodyBytes));
        }
        if (window < 1) {
            problems.add("the window must be 1 entry or more, was " + window);
        }
        if (journalDays < 1) {
            problems.add("the journal must be kept for 1 day or more, was " + journalDays);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("spool limits: " + String.join("; ", problems));
        }
    }

    /// Reserve 1 GiB, inline up to 256 KiB, segments of 64 MiB, a window of 1,000, a year and a
    /// month of journal.
    public static SpoolLimits defaults() {
        return new SpoolLimits(1L << 30, 256 * KIB, 64 * MIB, 1_000, 400);
    }
}
