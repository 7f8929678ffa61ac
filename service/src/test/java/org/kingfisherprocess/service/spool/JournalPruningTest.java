package org.kingfisherprocess.service.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kingfisherprocess.service.spool.Spools.SMALL;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalPruningTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

    @TempDir private Path folder;

    @Test
    void keepsTheNamesOfAcknowledgedSubmissionsForTheirDaysAndNoLonger() throws Exception {
        finishSegmentsAt(NOW.minus(Duration.ofDays(401)));
        finishSegmentsAt(NOW.minus(Duration.ofDays(400)));
        finishSegmentsAt(NOW.minus(Duration.ofDays(1)));
        var journal = new SpoolJournal(folder, SMALL, InstantSource.fixed(NOW));

        assertThat(journal.prune()).isEqualTo(1);
        assertThat(days()).containsExactly("2025-04-27.log", "2026-05-31.log");
        assertThat(journal.prune()).isZero();
    }

    @Test
    void leavesWhatIsNoDayOfTheJournal() throws Exception {
        finishSegmentsAt(NOW.minus(Duration.ofDays(500)));
        Files.writeString(folder.resolve("acknowledged/discarded.log"), "x");

        new SpoolJournal(folder, SMALL, InstantSource.fixed(NOW)).prune();

        assertThat(days()).containsExactly("discarded.log");
    }

    @Test
    void doesNothingWhereNoServerHasRun() {
        assertThat(new SpoolJournal(folder, SMALL, InstantSource.fixed(NOW)).prune()).isZero();
    }

    private void finishSegmentsAt(Instant time) throws Exception {
        var clock = InstantSource.fixed(time);
        try (var writer = SpoolWriter.open(folder, SMALL, clock)) {
            for (int i = 0; i < 30; i++) { // a segment holds about 16
                Spools.append(writer, "c", "f" + i, "x".repeat(4_000));
            }
        }
        try (var reader = SpoolReader.open(folder, SMALL, clock)) {
            Spools.drain(reader);
        }
    }

    private List<String> days() throws Exception {
        try (var files = Files.list(folder.resolve("acknowledged"))) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }
}
