package org.kingfisherprocess.service.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Names of acknowledged entries whose segments are gone, a file for each day on which segments
/// went.
///
/// ```
/// journal   = block*
/// block     = "begin" TAB segment LF  line*  "end" TAB segment LF
/// line      = state TAB receipt TAB time TAB group TAB label LF               (JournalLine)
/// state     = "acknowledged" | "damaged"
/// discarded = line*                            in a file of its own: what somebody dropped
/// ```
///
/// A block without its end was torn by a crash: its segment is still there, and is journalled
/// again. A segment journalled twice (a crash came between journal and removal) counts once.
final class AcknowledgedJournal {
    private static final String ENDING = ".log";
    private static final String ACKNOWLEDGED = "acknowledged";
    private static final String DAMAGED = "damaged";

    private final Disk disk;
    private final SpoolFolder folder;
    private final InstantSource clock;

    AcknowledgedJournal(Disk disk, SpoolFolder folder, InstantSource clock) {
        this.disk = disk;
        this.folder = folder;
        this.clock = clock;
    }

    /// What a segment's block holds.
    record Block(String segment, List<Acknowledged> lines) {}

    /// On stable storage when it returns.
    void add(SegmentName segment, List<Acknowledged> entries) throws IOException {
        var text = new StringBuilder("\n").append(JournalLine.of("begin", segment.toString()));
        for (Acknowledged entry : entries) {
            text.append(line(entry));
        }
        text.append(JournalLine.of("end", segment.toString()));
        Path today = folder.acknowledged().resolve(today() + ENDING);
        append(today, text.toString());
    }

    void discarded(Acknowledged entry) throws IOException {
        append(folder.discarded(), line(entry));
    }

    Set<Receipt> discarded() throws IOException {
        var receipts = new HashSet<Receipt>();
        if (disk.exists(folder.discarded())) {
            lines(
                    folder.discarded(),
                    line -> parse(line).ifPresent(found -> receipts.add(found.receipt())));
        }
        return receipts;
    }

    /// The days that have a journal, the oldest first.
    List<LocalDate> days() throws IOException {
        return disk.list(folder.acknowledged()).stream()
                .flatMap(file -> day(String.valueOf(file.getFileName())).stream())
                .toList();
    }

    /// Empty for any other file than a day's.
    private static Optional<LocalDate> day(String file) {
        if (!file.endsWith(ENDING)) {
            return Optional.empty();
        }
        try {
            return Optional.of(LocalDate.parse(file.substring(0, file.length() - ENDING.length())));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    void blocks(LocalDate day, Consumer<Block> consumer) throws IOException {
        var open = new ArrayList<Acknowledged>();
        lines(
                folder.acknowledged().resolve(day + ENDING),
                line -> {
                    if (line.startsWith("begin\t")) {
                        open.clear();
                    } else if (line.startsWith("end\t")) {
                        consumer.accept(
                                new Block(JournalLine.fields(line).get(1), List.copyOf(open)));
                        open.clear();
                    } else {
                        parse(line).ifPresent(open::add);
                    }
                });
    }

    /// Deletes the days before those that are kept, and returns how many.
    int prune(int keptDays) throws IOException {
        int gone = 0;
        LocalDate first = today().minusDays(keptDays);
        for (LocalDate day : days()) {
            if (day.isBefore(first)) {
                disk.deleteIfExists(folder.acknowledged().resolve(day + ENDING));
                gone++;
            }
        }
        return gone;
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }

    private void append(Path file, String text) throws IOException {
        DurableFile.append(
                disk, folder.acknowledged(), file, ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    private void lines(Path path, Consumer<String> consumer) throws IOException {
        try (DiskFile file = disk.openToRead(path);
                var reader =
                        new BufferedReader(
                                new InputStreamReader(new DiskFileStream(file), UTF_8), 1 << 16)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                consumer.accept(line);
            }
        }
    }

    private static String line(Acknowledged entry) {
        boolean damaged = entry.state() == Acknowledged.State.DAMAGED;
        return JournalLine.of(
                damaged ? DAMAGED : ACKNOWLEDGED,
                entry.receipt().toString(),
                entry.at().toString(),
                entry.group(),
                entry.label());
    }

    /// Empty for a line torn by a crash.
    private static Optional<Acknowledged> parse(String line) {
        List<String> fields = JournalLine.fields(line);
        if (fields.size() != 5) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new Acknowledged(
                            Receipt.parse(fields.get(1)),
                            Instant.parse(fields.get(2)),
                            fields.get(3),
                            fields.get(4),
                            fields.getFirst().equals(DAMAGED)
                                    ? Acknowledged.State.DAMAGED
                                    : Acknowledged.State.FINISHED));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
