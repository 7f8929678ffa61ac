package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes: takes all records that wait, writes them one after the other, forces
/// once, and tells all who wait. While it forces, the next group gathers; so the more wait, the
/// more share a force (group commit).
///
/// When a write or a force fails, nobody of the group is told that it is safe, and the writer goes
/// on in another segment: after a failed force the system may have dropped the pages and call them
/// clean, so that a second force of the same file would succeed without having written anything.
final class Committer implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
    private static final int GROUP = 1_024;

    /// What waits to be written; empty: the end.
    private final LinkedBlockingQueue<Optional<PendingRecord>> queue = new LinkedBlockingQueue<>();

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    private final SegmentSequence segments;
    private final FreeSpace space;
    private final ReceiptSource receipts;
    private final InstantSource clock;
    private final Runnable committed;
    private @Nullable SegmentWriter segment;

    Committer(
            SegmentSequence segments,
            FreeSpace space,
            ReceiptSource receipts,
            InstantSource clock,
            Runnable committed) {
        this.segments = segments;
        this.space = space;
        this.receipts = receipts;
        this.clock = clock;
        this.committed = committed;
    }

    void add(PendingRecord record) {
        queue.add(Optional.of(record));
    }

    /// Lets the thread end after what was added before.
    void stop() {
        queue.add(Optional.empty());
    }

    @Override
    public void run() {
        var group = new ArrayList<Optional<PendingRecord>>(GROUP);
        boolean stopped = false;
        while (!stopped) {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException e) {
                continue;
            }
            queue.drainTo(group, GROUP);
            stopped = group.contains(Optional.<PendingRecord>empty());
            commit(group.stream().flatMap(Optional::stream).toList());
        }
        leaveSegment();
    }

    private void commit(List<PendingRecord> waiting) {
        var group = new Group();
        for (PendingRecord record : waiting) {
            try {
                if (segment != null && !segment.fits(record)) {
                    group.settle(segment);
                    leaveSegment();
                }
                if (segment == null) {
                    segment = segments.next(buffer);
                }
                group.put(segment, record);
            } catch (IOException | RuntimeException | Error e) {
                group.add(record);
                fail(group, e);
            }
        }
        try {
            if (segment != null) {
                group.settle(segment);
                segments.prepareAhead(segment);
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(group, e);
        }
        committed.run();
    }

    private void fail(Group group, Throwable cause) {
        String where = segment == null ? "a new segment" : "segment " + segment.name();
        LOG.error("Could not write to {}; {} submissions are refused", where, group.size(), cause);
        boolean full = cause instanceof IOException e && FreeSpace.isFull(e);
        group.fail(
                full
                        ? space.full()
                        : new SpoolException(
                                "the disk failed while writing to %s: %s".formatted(where, cause),
                                cause));
        abandonSegment();
    }

    private void abandonSegment() {
        SegmentWriter abandoned = segment;
        segment = null;
        if (abandoned != null) {
            try {
                abandoned.close();
            } catch (IOException e) {
                LOG.warn("Could not close segment {}", abandoned.name(), e);
            }
        }
    }

    private void leaveSegment() {
        try {
            if (segment != null) {
                segment.seal();
            }
        } catch (IOException e) {
            LOG.warn("Could not seal a segment; its records are not concerned", e);
        } finally {
            abandonSegment();
        }
    }

    /// Records written and not yet forced.
    private final class Group {
        private final List<PendingRecord> records = new ArrayList<>();
        private final List<Receipt> names = new ArrayList<>();

        void put(SegmentWriter segment, PendingRecord record) throws IOException {
            Receipt receipt = receipts.next();
            segment.put(record, receipt, clock.millis());
            records.add(record);
            names.add(receipt);
        }

        void add(PendingRecord record) {
            records.add(record);
        }

        int size() {
            return records.size();
        }

        void settle(SegmentWriter segment) throws IOException {
            if (records.isEmpty()) {
                return;
            }
            segment.force();
            for (int i = 0; i < records.size(); i++) {
                records.get(i).succeed(names.get(i));
            }
            clear();
        }

        void fail(SpoolException failure) {
            records.forEach(record -> record.fail(failure));
            clear();
        }

        private void clear() {
            records.clear();
            names.clear();
        }
    }
}
