package org.kingfisherprocess.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.IntakeReceipts;
import org.kingfisherprocess.service.testing.TestDatabases;

final class LoadingPauseTest {
    private static final Instant BEGUN = Instant.parse("2026-03-01T10:00:00Z");

    /// Seconds after the beginning, which may be below zero.
    private static final String RECEIPTS =
            """
            insert into intake_receipt (receipt, collection_id, kind, label, acknowledged_at, stored_at, outcome)
            select (left(?::uuid::text, 15) || right(gen_random_uuid()::text, 21))::uuid, collection.id, 'file', '',
                ?::timestamptz + (? + n * ?) * interval '1 second', ?::timestamptz + (? + n * ?) * interval '1 second',
                'duplicate'
            from generate_series(0, ?) n, collection
            """;

    private final Database database = Database.open(TestDatabases.migrated());

    @BeforeEach
    void addCollection() {
        database.run(tx ->
                tx.execute(
                        "insert into collection (source_id, data_version, store_start_at, sample, transform_type) values ('example', '2026-01-31', now(), false, '')"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isUnknownWhereNothingWasStored() {
        add(-3, -2);

        assertThat(longest()).isEmpty();
    }

    @Test
    void isHowLongOneWaitedWhileNothingWasStored() {
        add(0, 1);
        add(2, 9);
        add(3, 9.5);

        assertThat(longest()).hasValue(7_000L);
    }

    @Test
    void countsFromTheLastThatWasStoredWhereMoreWaited() {
        add(0, 4);
        add(0, 6);
        add(0, 11);

        assertThat(longest()).hasValue(5_000L);
    }

    @Test
    void countsNeitherWhatWasBeforeTheBeginningNorTimeInWhichNothingWaited() {
        add(-100, 2);
        add(50, 51);

        assertThat(longest()).hasValue(2_000L);
    }

    @Test
    @Timeout(60)
    void isFoundAmongAllThatAWeeksCrawlBringsInAnHour() {
        add(0, 0.01, 0.5, 0.01, 200_000);

        assertThat(longest()).hasValue(500L);
    }

    private Optional<Long> longest() {
        return database.transaction(tx -> LoadingPause.longest(tx, BEGUN));
    }

    private void add(double acknowledged, double stored) {
        add(acknowledged, 0, stored, 0, 0);
    }

    private void add(
            double acknowledged, double everyAcknowledged, double stored, double every, int more) {
        database.run(tx ->
                tx.execute(
                        RECEIPTS,
                        IntakeReceipts.firstAt(BEGUN.plusMillis((long) (acknowledged * 1000))),
                        BEGUN,
                        acknowledged,
                        everyAcknowledged,
                        BEGUN,
                        stored,
                        every,
                        more));
    }
}
