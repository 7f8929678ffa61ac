package org.kingfisherprocess.service.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kingfisherprocess.service.spool.Spools.SMALL;
import static org.kingfisherprocess.service.spool.Spools.SOON;
import static org.kingfisherprocess.service.spool.Spools.append;
import static org.kingfisherprocess.service.spool.Spools.body;
import static org.kingfisherprocess.service.spool.Spools.drain;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledProcessTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir private Path folder;

    @Test
    void losesNothingWhenWriterAndReaderAreKilled() throws Exception {
        killRepeatedly(3, new Random(1));
    }

    @Test
    @Tag("slow")
    void losesNothingWhenWriterAndReaderAreKilledManyTimes() throws Exception {
        killRepeatedly(25, new Random(2));
    }

    private void killRepeatedly(int times, Random random) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        Set<String> loaded = new HashSet<>();
        for (int i = 0; i < times; i++) {
            int lines = 20 + random.nextInt(2_000);
            try (var writer = SpoolProcess.start(folder, "append");
                    var reader = SpoolProcess.start(folder, "load")) {
                Awaitility.await().atMost(SOON).until(() -> writer.lines().size() >= lines);
                if (random.nextBoolean()) {
                    Awaitility.await().atMost(SOON).until(() -> reader.lines().size() >= lines / 2);
                }
                writer.kill();
                reader.kill();
                acknowledged.addAll(writer.lines());
                loaded.addAll(reader.lines());
            }
        }
        try (var reader = SpoolReader.open(folder, SMALL, CLOCK)) {
            drain(reader).keySet().forEach(receipt -> loaded.add(receipt.toString()));
            var lost = new HashSet<>(acknowledged);
            lost.removeAll(loaded);
            assertThat(lost).isEmpty();
            assertThat(reader.status().pending()).isZero();
            assertThat(reader.status().damaged()).isZero();
            assertThat(reader.status().setAside()).isZero();
        }
        var view = SpoolView.open(folder, SMALL, CLOCK);
        var names = view.acknowledged().map(entry -> entry.receipt().toString()).toList();
        assertThat(names).doesNotHaveDuplicates();
        acknowledged.removeAll(Set.copyOf(names));
        assertThat(acknowledged).isEmpty();
        assertThat(folder.resolve("bodies")).isEmptyDirectory();
    }

    @Test
    void wakesReaderOfAnotherProcess() throws Exception {
        try (var writer = SpoolWriter.open(folder, SMALL, CLOCK);
                var reader = SpoolProcess.start(folder, "load")) {
            Receipt receipt = append(writer, "7", "4", "text");
            Awaitility.await()
                    .atMost(SOON)
                    .until(() -> reader.lines().contains(receipt.toString()));
            assertThat(SpoolView.open(folder, SMALL, CLOCK).status().reader()).isPresent();
        }
    }

    @Test
    void retriesAndDiscardsFromAnotherProcessWhileReaderRuns() throws Exception {
        try (var writer = SpoolWriter.open(folder, SMALL, CLOCK);
                var reader = SpoolReader.open(folder, SMALL, CLOCK)) {
            Receipt small = append(writer, "7", "small", "text");
            Receipt large = append(writer, "7", "large", "text".repeat(5_000));
            Receipt dropped = append(writer, "7", "dropped", "text".repeat(5_000));
            for (int i = 0; i < 3; i++) {
                reader.setAside(reader.take(SOON).orElseThrow(), "column is missing");
            }
            var view = SpoolView.open(folder, SMALL, CLOCK);
            assertThat(view.setAside())
                    .extracting(EntrySummary::receipt)
                    .containsExactlyInAnyOrder(small, large, dropped);
            assertThat(view.find(large).orElseThrow().setAside().orElseThrow().text())
                    .isEqualTo("column is missing");

            assertThat(decide("retry", small)).isEqualTo("true");
            assertThat(decide("retry", large)).isEqualTo("true");
            assertThat(decide("discard", dropped)).isEqualTo("true");
            assertThat(decide("discard", dropped)).isEqualTo("false");

            for (int i = 0; i < 2; i++) {
                Entry entry = reader.take(SOON).orElseThrow();
                assertThat(body(entry)).startsWith("text").hasSize((int) entry.bodyBytes());
                reader.finished(entry);
            }
            Awaitility.await().until(() -> reader.status().pending() == 0);
            assertThat(reader.status().setAside()).isZero();
            assertThat(state(view, small)).isEqualTo(Acknowledged.State.FINISHED);
            assertThat(state(view, dropped)).isEqualTo(Acknowledged.State.DISCARDED);
        }
        assertThat(folder.resolve("aside")).isEmptyDirectory();
        assertThat(folder.resolve("bodies")).isEmptyDirectory();
    }

    private String decide(String verb, Receipt receipt) throws Exception {
        try (var process = SpoolProcess.start(folder, verb, receipt.toString())) {
            assertThat(process.waitFor()).isZero();
            return process.lines().getFirst();
        }
    }

    private static Acknowledged.State state(SpoolView view, Receipt receipt) {
        return view.acknowledged()
                .filter(entry -> entry.receipt().equals(receipt))
                .findFirst()
                .orElseThrow()
                .state();
    }
}
