package org.kingfisherprocess.service.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
    private static final SpoolLimits SMALL = new SpoolLimits(0, 4_096, 1 << 16, 100, 400);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(200);
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
            for (int i = 0; i < 300; i++) {
                receipts.add(append(writer, "7", "file\t" + i, "x".repeat(1_000)));
                reader.finished(reader.take(SOON).orElseThrow());
            }
        }
        try (var reader = reader()) {
            assertThat(reader.take(SHORT)).isEmpty();
            var view = SpoolView.open(folder, SMALL, CLOCK);
            assertThat(view.acknowledged().map(Acknowledged::receipt)).hasSize(300);
            assertThat(view.acknowledged().map(Acknowledged::receipt).toList())
                    .containsExactlyInAnyOrderElementsOf(receipts);
            assertThat(view.acknowledged().map(Acknowledged::state))
                    .containsOnly(Acknowledged.State.FINISHED);
            assertThat(files("segments")).isEmpty();
            assertThat(files("spares")).hasSize(2);
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
            while (taken.size() < 32 * 100) {
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
        for (int i = 0; i < 100; i++) {
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

    private static Receipt append(SpoolWriter writer, String group, String label, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        var submission = new Submission(group, label, false, Map.of("kind", "file"));
        try (var body = writer.newBody()) {
            for (int at = 0; at < bytes.length; at += 1_000) {
                body.write(bytes, at, Math.min(1_000, bytes.length - at));
            }
            return writer.append(submission, body);
        }
    }

    private static String body(Entry entry) throws IOException {
        try (var body = entry.openBody()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private List<Path> files(String directory) throws IOException {
        try (var files = Files.list(folder.resolve(directory))) {
            return files.toList();
        }
    }
}
