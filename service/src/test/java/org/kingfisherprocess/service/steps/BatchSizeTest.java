package org.kingfisherprocess.service.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.ocds.json.JsonLimits;

final class BatchSizeTest {
    private static final LoadLimits LIMITS = LoadLimits.of(3, JsonLimits.DEFAULT);
    private static final Duration QUICK = LIMITS.batchTime().dividedBy(3);
    private static final Duration RIGHT = LIMITS.batchTime();
    private static final Duration SLOW = LIMITS.batchTime().multipliedBy(2);

    private final BatchSize size = new BatchSize(LIMITS);

    @Test
    void growsToTheLimitsWhereTransactionsAreQuick() {
        takes(5, QUICK);

        assertThat(size.entries()).isEqualTo(LIMITS.batchEntries());
        assertThat(size.bytes()).isEqualTo(LIMITS.batchBytes());
    }

    @Test
    void shrinksWhereTheyAreSlowButNotToNothing() {
        int before = size.entries();

        takes(1, SLOW);
        assertThat(size.entries()).isEqualTo(before / 2);

        takes(20, SLOW);
        assertThat(size.entries()).isPositive();
        assertThat(size.bytes()).isPositive();
    }

    @Test
    void staysWhereTheyTakeAsLongAsTheyShould() {
        int before = size.entries();

        takes(5, RIGHT);

        assertThat(size.entries()).isEqualTo(before);
    }

    @Test
    void learnsNothingFromOneSubmissionAlone() {
        int before = size.entries();

        size.took(1, SLOW);
        size.took(1, QUICK);

        assertThat(size.entries()).isEqualTo(before);
    }

    private void takes(int times, Duration time) {
        for (int i = 0; i < times; i++) {
            size.took(2, time);
        }
    }
}
