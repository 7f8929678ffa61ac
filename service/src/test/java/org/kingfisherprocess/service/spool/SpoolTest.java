package org.kingfisherprocess.service.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kingfisherprocess.service.spool.Spools.SHORT;
import static org.kingfisherprocess.service.spool.Spools.SMALL;
import static org.kingfisherprocess.service.spool.Spools.SOON;
import static org.kingfisherprocess.service.spool.Spools.append;
import static org.kingfisherprocess.service.spool.Spools.body;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir private Path folder;

    @Test
    void handsOutWhatWasAppended() throws Exception {
        try (var writer = writer();
                var reader = reader()) {
            Receipt receipt = append(writer, "7", "file a.json", "{\"ocid\": \"ocds-1\"}");

            Entry entry = reader.take(SOON).orElseThrow();

            assertThat(entry.receipt()).isEqualTo(receipt);
            assertThat(entry.submission().group()).isEqualTo("7");
            assertThat(entry.submission().label()).isEqualTo("file a.json");
            assertThat(entry.submission().fields()).containsExactly(Map.entry("kind", "file"));
            assertThat(body(entry)).isEqualTo("{\"ocid\": \"ocds-1\"}");
            assertThat(entry.inline()).isTrue();
            assertThat(entry.tries()).isEqualTo(1);
        }
    }

    @Test
    void findsOutWhetherItCanBeWrittenBeforeAnybodySends() throws IOException {
        try (var writer = writer()) {
            writer.requireWritable();
            assertThat(files("bodies")).isEmpty();

            Files.delete(folder.resolve("bodies"));

            assertThatThrownBy(writer::requireWritable)
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining("cannot write to the spool " + folder);
            Files.createDirectory(folder.resolve("bodies"));
        }
    }

    @Test
    void streamsLargeBodyIntoFileOfItsOwn() throws Exception {
        String large = "0123456789".repeat(1_000);
        try (var writer = writer();
                var reader = reader()) {
            append(writer, "7", "large", large);

            Entry entry = reader.take(SOON).orElseThrow();

            assertThat(entry.inline()).isFalse();
            assertThat(entry.bodyBytes()).isEqualTo(10_000);
            assertThat(body(entry)).isEqualTo(large);
            reader.finished(entry);
        }
        assertThat(files("bodies")).isEmpty();
    }

    @Test
    void handsOutAgainWhatWasNotFinished() throws Exception {
        Receipt second;
        try (var writer = writer();
                var reader = reader()) {
            append(writer, "7", "first", "1");
            second = append(writer, "7", "second", "2");
            Entry first = reader.take(SOON).orElseThrow();
            assertThat(reader.take(SOON)).isPresent();
            reader.finished(first);
        }
        try (var reader = reader()) {
            assertThat(reader.take(SOON)).map(Entry::receipt).contains(second);
            assertThat(reader.take(SHORT)).isEmpty();
        }
    }

    @Test
    void retiresFinishedSegmentsIntoJournalAndSpares() throws Exception {
        var receipts = new HashSet<Receipt>();
        try (var writer = writer();
                var reader = reader()) {
            for (int i = 0; i < 150; i++) {
                receipts.add(append(writer, "7", "file\t" + i, "x".repeat(1_000)));
                reader.finished(reader.take(SOON).orElseThrow());
            }
        }
        try (var reader = reader()) {
            assertThat(reader.take(SHORT)).isEmpty();
            var view = SpoolView.open(folder, SMALL, CLOCK);
            assertThat(view.acknowledged().map(Acknowledged::receipt)).hasSize(150);
            assertThat(view.acknowledged().map(Acknowledged::receipt).toList())
                    .containsExactlyInAnyOrderElementsOf(receipts);
            assertThat(view.acknowledged().map(Acknowledged::state))
                    .containsOnly(Acknowledged.State.FINISHED);
            assertThat(files("segments")).isEmpty();
            assertThat(files("spares")).hasSizeBetween(1, 4);
            assertThat(files("done")).isEmpty();
            assertThat(files("writers")).isEmpty();
        }
    }

    @Test
    void refusesSecondReaderAndNamesTheFirst() {
        try (var first = reader()) {
            assertThat(first.status().reader()).contains("" + ProcessHandle.current().pid());
            assertThatThrownBy(this::reader)
                    .isInstanceOf(SpoolLockedException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
        }
        reader().close();
    }

    @Test
    void keepsEverythingThatManyThreadsAppend() throws Exception {
        var appended = new ArrayList<Future<Map<Receipt, String>>>();
        try (var writer = writer();
                var reader = reader();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 32; thread++) {
                int seed = thread;
                appended.add(threads.submit(() -> appendMany(writer, seed)));
            }
            var taken = new HashMap<Receipt, String>();
            while (taken.size() < 32 * 40) {
                Entry entry = reader.take(SOON).orElseThrow();
                taken.put(entry.receipt(), body(entry));
                reader.finished(entry);
            }
            var all = new HashMap<Receipt, String>();
            for (var part : appended) {
                all.putAll(part.get());
            }
            assertThat(taken).isEqualTo(all);
        }
    }

    private static Map<Receipt, String> appendMany(SpoolWriter writer, int seed) {
        var random = new Random(seed);
        var bodies = new HashMap<Receipt, String>();
        for (int i = 0; i < 40; i++) {
            String body = (seed + " " + i + " ").repeat(random.nextInt(1_000));
            bodies.put(append(writer, "" + seed, "file " + i, body), body);
        }
        return bodies;
    }

    private SpoolWriter writer() {
        return SpoolWriter.open(folder, SMALL, CLOCK);
    }

    private SpoolReader reader() {
        return SpoolReader.open(folder, SMALL, CLOCK);
    }

    private List<Path> files(String directory) throws IOException {
        try (var files = Files.list(folder.resolve(directory))) {
            return files.toList();
        }
    }
}
