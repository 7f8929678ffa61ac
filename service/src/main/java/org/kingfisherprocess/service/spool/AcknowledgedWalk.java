package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Goes over everything that was acknowledged, once each, while a reader may be moving names from
/// segments to the journal: the journal, then the segments that are there, then the journal again
/// for segments that went meanwhile. A segment's names are taken from one of them only.
final class AcknowledgedWalk {
    private final Disk disk;
    private final SpoolFolder folder;
    private final AcknowledgedJournal journal;
    private final Set<Receipt> discarded;
    private final Set<Receipt> setAside;
    private final Set<Receipt> retried;
    private final Set<String> seen = new HashSet<>();
    private final Instant since;

    /// @param since what was acknowledged before is left out; its days of the journal are not read
    AcknowledgedWalk(Disk disk, SpoolFolder folder, AcknowledgedJournal journal, Instant since)
            throws IOException {
        this.since = since;
        this.disk = disk;
        this.folder = folder;
        this.journal = journal;
        discarded = journal.discarded();
        setAside = AsideFolder.receipts(disk, folder, AsideFolder.ENTRY);
        retried = AsideFolder.receipts(disk, folder, AsideFolder.RETRY);
    }

    Stream<Acknowledged> stream() {
        return Stream.<Supplier<Stream<Acknowledged>>>of(
                        () -> journal(0), this::segments, () -> journal(2))
                .flatMap(Supplier::get)
                .filter(entry -> !entry.at().isBefore(since));
    }

    /// @param lastDays how many of the last days, 0 for all
    private Stream<Acknowledged> journal(int lastDays) {
        return attempt(journal::days)
                .map(days ->
                        days.subList(
                                lastDays == 0 ? 0 : Math.max(0, days.size() - lastDays),
                                days.size()))
                .orElse(List.of())
                .stream()
                .filter(this::mayHold)
                .flatMap(this::day);
    }

    /// An entry is journalled when its segment goes, so on its day or later.
    private boolean mayHold(LocalDate day) {
        return !day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().isBefore(since);
    }

    private Stream<Acknowledged> day(LocalDate day) {
        var lines = new ArrayList<Acknowledged>();
        attempt(() -> {
            journal.blocks(
                    day,
                    block -> {
                        if (seen.add(block.segment())) {
                            lines.addAll(block.lines());
                        }
                    });
            return day;
        });
        return lines.stream().map(this::withState);
    }

    private Stream<Acknowledged> segments() {
        return attempt(() -> new SegmentShelf(disk, folder).list()).orElse(List.of()).stream()
                .filter(name -> !seen.contains(name.toString()))
                .flatMap(name -> attempt(() -> segment(name)).orElse(List.of()).stream())
                .map(this::withState);
    }

    private List<Acknowledged> segment(SegmentName name) throws IOException {
        Optional<SegmentFile> segment = SegmentFile.open(disk, folder, name);
        if (segment.isEmpty()) {
            return List.of();
        }
        List<Acknowledged> names;
        try (var open = segment.get()) {
            names = SegmentNames.read(disk, folder, open);
        }
        if (!disk.exists(folder.segment(name))) {
            return List.of();
        }
        seen.add(name.toString());
        return names;
    }

    private Acknowledged withState(Acknowledged entry) {
        Receipt receipt = entry.receipt();
        if (discarded.contains(receipt)) {
            return entry.with(Acknowledged.State.DISCARDED);
        }
        if (setAside.contains(receipt)) {
            return entry.with(Acknowledged.State.SET_ASIDE);
        }
        return retried.contains(receipt) ? entry.with(Acknowledged.State.PENDING) : entry;
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    /// Empty when what was to be read is gone meanwhile.
    private static <T> Optional<T> attempt(Attempt<T> attempt) {
        try {
            return Optional.of(attempt.run());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
