package org.kingfisherprocess.service.steps.transform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// How many files are done in one transaction.
final class CompileLimitsTest {
    private static final CompileLimits LIMITS = CompileLimits.of(100);

    @Test
    void takesAsManyFilesTogetherAsTheirBytesLetBeDone() {
        assertThat(LIMITS.filesOf(new FileSize(4, 24 << 10))).isEqualTo(170);
    }

    @Test
    void takesNoMoreSmallFilesTogetherThanAStepHasDocuments() {
        assertThat(LIMITS.filesOf(new FileSize(1, 100))).isEqualTo(2_000);
        assertThat(LIMITS.filesOf(new FileSize(0, 0))).isEqualTo(2_000);
    }

    @Test
    void takesALargeFileAlone() {
        assertThat(LIMITS.filesOf(new FileSize(5_000, 100 << 20))).isEqualTo(1);
    }
}
