package org.kingfisherprocess.service.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kingfisherprocess.service.spool.Spools.SMALL;
import static org.kingfisherprocess.service.spool.Spools.SOON;
import static org.kingfisherprocess.service.spool.Spools.append;
import static org.kingfisherprocess.service.spool.Spools.body;
import static org.kingfisherprocess.service.spool.Spools.drain;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerCutTest {
    private static final Path FOLDER = Path.of("/fake/spool");
    private static final InstantSource CLOCK = InstantSource.system();

    private ForgetfulDisk disk = new ForgetfulDisk();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void losesNothingThatWasAcknowledged(long seed) throws Exception {
        var random = new Random(seed);
        Map<Receipt, String> acknowledged = new ConcurrentHashMap<>();
        Set<Receipt> committed = ConcurrentHashMap.newKeySet();
        for (int round = 0; round < 4; round++) {
            workUntilPowerIsCut(random, acknowledged, committed);
        }
        try (var reader = SpoolReader.open(disk, FOLDER, SMALL, CLOCK)) {
            Map<Receipt, String> rest = drain(reader);

            for (var entry : acknowledged.entrySet()) {
                if (!committed.contains(entry.getKey())) {
                    assertThat(rest).containsEntry(entry.getKey(), entry.getValue());
                }
            }
            var view = new SpoolView(disk, new SpoolFolder(FOLDER), SMALL, CLOCK);
            assertThat(view.status().pending()).isZero();
            assertThat(view.status().damaged()).isZero();
            assertThat(view.acknowledged().map(Acknowledged::receipt))
                    .doesNotHaveDuplicates()
                    .containsAll(acknowledged.keySet());
        }
        assertThat(disk.files(FOLDER.resolve("bodies"))).isEmpty();
    }

    private void workUntilPowerIsCut(
            Random random, Map<Receipt, String> acknowledged, Set<Receipt> committed) {
        int before = acknowledged.size();
        int until = before + 1 + random.nextInt(200);
        var stopped = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var writer = SpoolWriter.open(disk, FOLDER, SMALL, CLOCK);
                var reader = SpoolReader.open(disk, FOLDER, SMALL, CLOCK)) {
            for (int i = 0; i < 8; i++) {
                long seed = random.nextLong();
                var _ = threads.submit(() -> appendUntilItFails(writer, seed, acknowledged));
            }
            var _ = threads.submit(() -> load(reader, stopped, committed));
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> acknowledged.size() >= until);
            disk = disk.cutPower(random);
            stopped.countDown();
        } catch (SpoolException expected) {
            assertThat(expected).hasStackTraceContaining("the power is off");
        }
    }

    private static void appendUntilItFails(
            SpoolWriter writer, long seed, Map<Receipt, String> acknowledged) {
        var random = new Random(seed);
        try {
            while (true) {
                String text = ("text " + random.nextInt() + " ").repeat(random.nextInt(600));
                acknowledged.put(append(writer, "1", "file", text), text);
            }
        } catch (SpoolException | IllegalStateException e) {
            return;
        }
    }

    private static boolean load(SpoolReader reader, CountDownLatch stopped, Set<Receipt> committed)
            throws Exception {
        while (stopped.getCount() > 0) {
            var entry = reader.take(Duration.ofMillis(5));
            if (entry.isPresent()) {
                committed.add(entry.get().receipt());
                reader.finished(entry.get());
            }
        }
        return true;
    }

    @Test
    void doesNotAcknowledgeWhatCouldNotBeForced() throws Exception {
        try (var writer = SpoolWriter.open(disk, FOLDER, SMALL, CLOCK)) {
            Receipt before = append(writer, "1", "before", "1");
            disk.failForces(1);

            assertThatThrownBy(() -> append(writer, "1", "failing", "2"))
                    .isInstanceOf(SpoolException.class)
                    .hasMessageContaining("Input/output error");

            Receipt after = append(writer, "1", "after", "3");
            assertThat(disk.files(FOLDER.resolve("segments"))).hasSize(2);
            disk = disk.cutPower(new Random(0));
            try (var reader = SpoolReader.open(disk, FOLDER, SMALL, CLOCK)) {
                assertThat(drain(reader)).containsKeys(before, after);
            }
        } catch (SpoolException closing) {
            assertThat(closing).hasStackTraceContaining("the power is off");
        }
    }

    @Test
    void refusesWhenReserveIsReachedAndGoesOnReading() throws Exception {
        var limits = new SpoolLimits(1_000_000, 4_096, 1 << 16, 100, 400);
        try (var writer = SpoolWriter.open(disk, FOLDER, limits, CLOCK);
                var reader = SpoolReader.open(disk, FOLDER, limits, CLOCK)) {
            append(writer, "1", "before", "1");
            disk.setFree(1_500_000);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> writer.requireSpace(600_000))
                                    .isInstanceOf(SpoolFullException.class)
                                    .hasMessageContaining("1,500,000 bytes free")
                                    .hasMessageContaining("KINGFISHER_PROCESS_SPOOL_RESERVE"));
            writer.requireSpace(400_000);
            disk.setFree(999_999);
            Awaitility.await()
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> writer.requireSpace(1))
                                    .isInstanceOf(SpoolFullException.class));
            assertThatThrownBy(() -> append(writer, "1", "refused", "2"))
                    .isInstanceOf(SpoolFullException.class);
            assertThat(reader.status().full()).isTrue();
            Entry entry = reader.take(SOON).orElseThrow();
            assertThat(body(entry)).isEqualTo("1");
            disk.setSpace(0);
            reader.finished(entry);
            Awaitility.await().until(() -> reader.status().pending() == 0);
            disk.setFree(Long.MAX_VALUE / 2);
            append(writer, "1", "again", "3");
        }
    }

    @Test
    void leavesNothingBehindWhenDiskIsFull() {
        try (var writer = SpoolWriter.open(disk, FOLDER, SMALL, CLOCK)) {
            append(writer, "1", "before", "1");
            disk.setSpace(10_000);
            assertThatThrownBy(() -> append(writer, "1", "large", "x".repeat(50_000)))
                    .isInstanceOf(SpoolFullException.class);
            assertThat(disk.files(FOLDER.resolve("bodies"))).isEmpty();
            disk.setSpace(100);
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 100; i++) {
                                    append(writer, "1", "small", "x".repeat(4_000));
                                }
                            })
                    .isInstanceOf(SpoolFullException.class);
            disk.setSpace(Long.MAX_VALUE / 2);
            append(writer, "1", "after", "2");
        }
    }
}
