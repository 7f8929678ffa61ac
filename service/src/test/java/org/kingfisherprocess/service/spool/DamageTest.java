package org.kingfisherprocess.service.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.kingfisherprocess.service.spool.Spools.SMALL;
import static org.kingfisherprocess.service.spool.Spools.SOON;
import static org.kingfisherprocess.service.spool.Spools.append;
import static org.kingfisherprocess.service.spool.Spools.drain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamageTest {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final int RECORD = 64 + 3 * 4 + 1 + 6 + 4 + 2 * 4 + 8 + 800;

    @TempDir private Path folder;

    @Test
    void skipsRecordWithFlippedBitInBodyAndKeepsItsBytes() throws Exception {
        List<Receipt> receipts = write(5);
        flip(offset(2) + 500);

        try (var reader = reader()) {
            assertThat(drain(reader).keySet())
                    .containsExactlyInAnyOrder(
                            receipts.get(0), receipts.get(1), receipts.get(3), receipts.get(4));
            Awaitility.await().until(() -> reader.status().damaged() == 1);
        }
        assertThat(folder.resolve("damaged").resolve(receipts.get(2) + ".record")).exists();
        assertThat(state(receipts.get(2))).isEqualTo(Acknowledged.State.DAMAGED);
        assertThat(state(receipts.get(3))).isEqualTo(Acknowledged.State.FINISHED);
    }

    @Test
    void findsRecordsBehindHeaderWithFlippedBit() throws Exception {
        List<Receipt> receipts = write(5);
        flip(offset(2) + 10);

        try (var reader = reader()) {
            assertThat(drain(reader).keySet())
                    .containsExactlyInAnyOrder(
                            receipts.get(0), receipts.get(1), receipts.get(3), receipts.get(4));
            Awaitility.await().until(() -> reader.status().damaged() == 1);
        }
        assertThat(folder.resolve("damaged")).isDirectoryContaining("glob:**.bytes");
    }

    @Test
    void noticesDamageOfLastRecordOfSealedSegment() throws Exception {
        List<Receipt> receipts = write(3);
        flip(offset(2) + 10);

        try (var reader = reader()) {
            assertThat(drain(reader).keySet())
                    .containsExactlyInAnyOrder(receipts.get(0), receipts.get(1));
            Awaitility.await().until(() -> reader.status().damaged() == 1);
        }
    }

    @Test
    void readsSegmentWithDamagedHeaderByItsCopy() throws Exception {
        List<Receipt> receipts = write(3);
        flip(20);

        try (var reader = reader()) {
            assertThat(drain(reader).keySet()).containsExactlyInAnyOrderElementsOf(receipts);
        }
    }

    @Test
    void reportsLargeBodyWithFlippedBitBeforeItsEnd() throws Exception {
        try (var writer = SpoolWriter.open(folder, SMALL, CLOCK)) {
            append(writer, "7", "large", "x".repeat(100_000));
            Path body = only("bodies");
            byte[] bytes = Files.readAllBytes(body);
            bytes[50_000] ^= 1;
            Files.write(body, bytes);
            try (var reader = reader()) {
                Entry entry = reader.take(SOON).orElseThrow();
                assertThatThrownBy(() -> Spools.body(entry))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("checksum");
                reader.setAside(entry, "damaged");
                assertThat(reader.status().setAside()).isEqualTo(1);
            }
        }
    }

    @Test
    void doesNotTakeLeftOversOfRecycledSegmentForRecords() throws Exception {
        write(40);
        try (var reader = reader()) {
            drain(reader);
            Awaitility.await().until(() -> reader.status().segments() == 0);
        }
        List<Receipt> receipts = write(3);
        try (var reader = reader()) {
            assertThat(drain(reader).keySet()).containsExactlyInAnyOrderElementsOf(receipts);
            assertThat(reader.status().damaged()).isZero();
        }
    }

    private List<Receipt> write(int count) {
        var receipts = new ArrayList<Receipt>();
        try (var writer = SpoolWriter.open(folder, SMALL, CLOCK)) {
            for (int i = 0; i < count; i++) {
                receipts.add(append(writer, "7", "file " + i % 10, "x".repeat(800)));
            }
        }
        return receipts;
    }

    private static long offset(int record) {
        return 64 + record * SegmentFormat.align(RECORD);
    }

    private void flip(long offset) throws IOException {
        Path segment = only("segments");
        byte[] bytes = Files.readAllBytes(segment);
        bytes[(int) offset] ^= 1;
        Files.write(segment, bytes);
    }

    private Path only(String directory) throws IOException {
        try (var files = Files.list(folder.resolve(directory))) {
            return files.findFirst().orElseThrow();
        }
    }

    private Acknowledged.State state(Receipt receipt) {
        return SpoolView.open(folder, SMALL, CLOCK)
                .acknowledged()
                .filter(entry -> entry.receipt().equals(receipt))
                .findFirst()
                .orElseThrow()
                .state();
    }

    private SpoolReader reader() {
        return SpoolReader.open(folder, SMALL, CLOCK);
    }
}
