package org.kingfisherprocess.service.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kingfisherprocess.service.spool.Spools.SHORT;
import static org.kingfisherprocess.service.spool.Spools.SMALL;
import static org.kingfisherprocess.service.spool.Spools.SOON;
import static org.kingfisherprocess.service.spool.Spools.append;
import static org.kingfisherprocess.service.spool.Spools.close;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClosingOrderTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir private Path folder;

    @Test
    void holdsEndBackUntilEverythingBeforeItIsFinished() throws Exception {
        try (var writer = writer();
                var other = writer();
                var reader = reader(SMALL)) {
            append(writer, "7", "first", "1");
            append(other, "7", "second", "2");
            Receipt end = close(writer, "7");
            Receipt later = append(writer, "7", "later", "3");
            Receipt stranger = close(other, "8");

            List<Entry> taken = takeAll(reader);
            assertThat(taken)
                    .extracting(Entry::receipt)
                    .contains(later, stranger)
                    .doesNotContain(end);

            reader.finished(entry(taken, "first"));
            reader.finished(entry(taken, "later"));
            assertThat(reader.take(SHORT)).isEmpty();

            reader.setAside(entry(taken, "second"), "broken");
            assertThat(reader.take(SOON)).map(Entry::receipt).contains(end);
        }
    }

    @Test
    void appliesFirstOfTwoEndsFirst() throws Exception {
        try (var writer = writer()) {
            append(writer, "7", "first", "1");
            Receipt end = close(writer, "7");
            Receipt second = close(writer, "7");
            try (var reader = reader(SMALL)) {
                reader.finished(reader.take(SOON).orElseThrow());
                Entry first = reader.take(SOON).orElseThrow();
                assertThat(first.receipt()).isEqualTo(end);
                assertThat(reader.take(SHORT)).isEmpty();
                reader.finished(first);
                assertThat(reader.take(SOON)).map(Entry::receipt).contains(second);
            }
        }
    }

    @Test
    void holdsEndBackAlsoForEntriesBeyondTheWindow() throws Exception {
        var narrow = new SpoolLimits(0, 4_096, 1 << 16, 3, 400);
        try (var writer = writer();
                var other = writer()) {
            append(writer, "9", "warm-up", "");
            Receipt end = close(other, "7");
            for (int i = 0; i < 40; i++) {
                append(writer, "7", "file " + i, "x".repeat(4_000));
            }
            try (var reader = reader(narrow)) {
                var order = new ArrayList<Receipt>();
                for (int i = 0; i < 42; i++) {
                    Entry entry = reader.take(SOON).orElseThrow();
                    order.add(entry.receipt());
                    reader.finished(entry);
                }
                assertThat(order).hasSize(42).last().isEqualTo(end);
            }
        }
    }

    @Test
    void keepsNoMoreEntriesInHandThanTheWindow() throws Exception {
        var narrow = new SpoolLimits(0, 4_096, 1 << 16, 5, 400);
        try (var writer = writer();
                var reader = reader(narrow)) {
            for (int i = 0; i < 20; i++) {
                append(writer, "7", "file " + i, "text");
            }
            List<Entry> taken = takeAll(reader);
            assertThat(taken).hasSize(5);
            taken.forEach(reader::finished);
            assertThat(takeAll(reader)).hasSize(5);
        }
    }

    @Test
    void triesAgainAfterTheDelayAndCountsOnlyTriesThatFailed() throws Exception {
        try (var writer = writer();
                var reader = reader(SMALL)) {
            append(writer, "7", "file", "text");
            Entry entry = reader.take(SOON).orElseThrow();
            reader.postpone(entry, Duration.ofMillis(1));
            entry = reader.take(SOON).orElseThrow();
            assertThat(entry.tries()).isEqualTo(1);
            reader.retryLater(entry, Duration.ofMillis(300), "deadlock");
            assertThat(reader.take(Duration.ofMillis(50))).isEmpty();
            entry = reader.take(SOON).orElseThrow();
            assertThat(entry.tries()).isEqualTo(2);
        }
    }

    private static Entry entry(List<Entry> taken, String label) {
        return taken.stream()
                .filter(entry -> entry.submission().label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static List<Entry> takeAll(SpoolReader reader) throws InterruptedException {
        var taken = new ArrayList<Entry>();
        for (var next = reader.take(SOON); next.isPresent(); next = reader.take(SHORT)) {
            taken.add(next.get());
        }
        return taken;
    }

    private SpoolWriter writer() {
        return SpoolWriter.open(folder, SMALL, CLOCK);
    }

    private SpoolReader reader(SpoolLimits limits) {
        return SpoolReader.open(folder, limits, CLOCK);
    }
}
