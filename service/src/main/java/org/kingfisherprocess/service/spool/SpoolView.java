package org.kingfisherprocess.service.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Looks at a spool from any process, also while writers and a reader are at work: changes nothing.
/// Thread-safe.
public final class SpoolView {
    private final Disk disk;
    private final SpoolFolder folder;
    private final SpoolLimits limits;
    private final InstantSource clock;
    private final SegmentShelf shelf;
    private final Map<SegmentName, SegmentTally> tallies = new HashMap<>();

    SpoolView(Disk disk, SpoolFolder folder, SpoolLimits limits, InstantSource clock)
            throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        folder.create(disk);
        shelf = new SegmentShelf(disk, folder);
    }

    /// Makes the spool's folder if there is none yet.
    public static SpoolView open(Path directory, SpoolLimits limits, InstantSource clock) {
        try {
            return new SpoolView(new LocalDisk(), new SpoolFolder(directory), limits, clock);
        } catch (IOException e) {
            throw new SpoolException("cannot open the spool %s to look".formatted(directory), e);
        }
    }

    public synchronized SpoolStatus status() {
        return answer(() -> {
            List<SegmentName> segments = shelf.list();
            tallies.keySet().retainAll(segments);
            var pending = new Pending();
            for (SegmentName name : segments) {
                lookAt(name, segment -> count(segment, pending));
            }
            for (Path path : AsideFolder.toRetry(disk, folder)) {
                AsideFolder.read(disk, path).ifPresent(file -> pending.add(file.record()));
            }
            return status(segments, pending);
        });
    }

    /// Entries waiting to be loaded or being loaded, segment by segment; those that wait for
    /// another try after they were set aside come last.
    public List<EntrySummary> pending(int most) {
        return answer(() -> {
            var found = new ArrayList<EntrySummary>();
            for (SegmentName name : shelf.list()) {
                lookAt(name, segment -> collect(segment, found, most, _ -> true));
            }
            found.addAll(asideEntries(AsideFolder.RETRY));
            return found.stream().limit(most).toList();
        });
    }

    public List<EntrySummary> setAside() {
        return answer(() -> asideEntries(AsideFolder.ENTRY));
    }

    /// The entry, as long as it is in the spool. For one that has left, look at [#acknowledged].
    public Optional<EntrySummary> find(Receipt receipt) {
        return answer(() -> {
            var found = new ArrayList<EntrySummary>();
            for (String ending : List.of(AsideFolder.ENTRY, AsideFolder.RETRY)) {
                asideEntries(ending).stream()
                        .filter(entry -> entry.receipt().equals(receipt))
                        .forEach(found::add);
            }
            for (SegmentName name : shelf.list()) {
                lookAt(
                        name,
                        segment ->
                                collect(
                                        segment,
                                        found,
                                        1,
                                        record -> record.receipt().equals(receipt)));
            }
            return found.stream().findFirst();
        });
    }

    /// Every submission acknowledged within the days that the journal keeps, each once, in no
    /// particular order. Read as the stream is consumed.
    public Stream<Acknowledged> acknowledged() {
        return acknowledgedSince(Instant.EPOCH);
    }

    /// The same, without those that were acknowledged before.
    public Stream<Acknowledged> acknowledgedSince(Instant since) {
        return answer(() ->
                new AcknowledgedWalk(
                                disk, folder, new AcknowledgedJournal(disk, folder, clock), since)
                        .stream());
    }

    static String readerPid(Disk disk, SpoolFolder folder) throws IOException {
        try (DiskFile file = disk.openToRead(folder.readerPid())) {
            return new String(new DiskFileStream(file).readAllBytes(), UTF_8);
        } catch (NoSuchFileException e) {
            return "unknown";
        }
    }

    private interface Question<T> {
        T ask() throws IOException;
    }

    private interface Look {
        void at(SegmentFile segment) throws IOException;
    }

    private <T> T answer(Question<T> question) {
        try {
            return question.ask();
        } catch (IOException | UncheckedIOException e) {
            throw new SpoolException("cannot look at the spool %s".formatted(folder.root()), e);
        }
    }

    /// Does nothing when the segment is gone by now.
    private void lookAt(SegmentName name, Look look) throws IOException {
        try {
            Optional<SegmentFile> segment = SegmentFile.open(disk, folder, name);
            if (segment.isPresent()) {
                try (var open = segment.get()) {
                    look.at(open);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        }
    }

    private void count(SegmentFile segment, Pending pending) throws IOException {
        var tally = tallies.computeIfAbsent(segment.name(), _ -> new SegmentTally());
        tally.readOn(segment);
        long[] offsets = tally.offsets();
        boolean[] done = DoneMap.peek(disk, folder.done(segment.name()), segment, offsets);
        boolean first = true;
        for (int i = 0; i < offsets.length; i++) {
            if (!done[i]) {
                pending.add(tally.bodyBytes(i));
                if (first) {
                    segment.records().recordAt(offsets[i]).ifPresent(pending::older);
                    first = false;
                }
            }
        }
    }

    private void collect(
            SegmentFile segment, List<EntrySummary> found, int most, Predicate<RecordHeader> wanted)
            throws IOException {
        var tally = new SegmentTally();
        tally.readOn(segment);
        long[] offsets = tally.offsets();
        boolean[] done = DoneMap.peek(disk, folder.done(segment.name()), segment, offsets);
        for (int i = 0; i < offsets.length && found.size() < most; i++) {
            Optional<RecordHeader> record =
                    done[i] ? Optional.empty() : segment.records().recordAt(offsets[i]);
            if (record.isPresent() && wanted.test(record.get())) {
                segment.records()
                        .metadata(record.get())
                        .map(metadata -> summary(record.get(), metadata, Optional.empty()))
                        .ifPresent(found::add);
            }
        }
    }

    private List<EntrySummary> asideEntries(String ending) throws IOException {
        var entries = new ArrayList<EntrySummary>();
        for (Path path : AsideFolder.files(disk, folder, ending)) {
            AsideFolder.read(disk, path)
                    .map(file -> summary(file, ending.equals(AsideFolder.RETRY)))
                    .ifPresent(entries::add);
        }
        return entries;
    }

    private static EntrySummary summary(AsideFile file, boolean retrying) {
        return summary(
                file.record(),
                file.metadata(),
                Optional.of(
                        new EntrySummary.Reason(
                                file.setAsideAt(), file.tries(), file.reason(), retrying)));
    }

    private static EntrySummary summary(
            RecordHeader record, Metadata metadata, Optional<EntrySummary.Reason> setAside) {
        return new EntrySummary(
                record.receipt(),
                record.acknowledgedAt(),
                metadata.submission(),
                record.bodyLength(),
                record.inline(),
                setAside);
    }

    private SpoolStatus status(List<SegmentName> segments, Pending pending) throws IOException {
        int writers = 0;
        for (UUID writer : shelf.writers()) {
            writers += shelf.isAlive(writer) ? 1 : 0;
        }
        boolean read = disk.isLocked(folder.readerLock());
        return new SpoolStatus(
                pending.entries,
                pending.bytes,
                pending.oldest(),
                AsideFolder.files(disk, folder, AsideFolder.ENTRY).size(),
                shelf.damagedCount(),
                segments.size(),
                shelf.spares(),
                writers,
                disk.freeBytes(folder.root()),
                limits.reserveBytes(),
                read ? Optional.of(readerPid(disk, folder)) : Optional.empty());
    }

    private static final class Pending {
        private long entries;
        private long bytes;
        private long oldestMillis = Long.MAX_VALUE;

        void add(long bodyBytes) {
            entries++;
            bytes += bodyBytes;
        }

        void add(RecordHeader record) {
            add(record.bodyLength());
            older(record);
        }

        void older(RecordHeader record) {
            oldestMillis = Math.min(oldestMillis, record.acknowledgedMillis());
        }

        Optional<Instant> oldest() {
            return entries == 0
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(oldestMillis));
        }
    }
}
