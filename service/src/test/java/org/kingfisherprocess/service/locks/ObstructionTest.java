package org.kingfisherprocess.service.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ObstructionTest {
    private static final Instant START = Instant.parse("2026-01-31T10:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Obstruction obstruction = new Obstruction(Duration.ofSeconds(20));

    @Test
    void countsATransactionOverPausesBetweenTries() {
        assertThat(at(0, backend(1, START))).isEmpty();
        assertThat(at(10)).isEmpty();
        assertThat(at(20, backend(1, START))).isEmpty();
        assertThat(at(31, backend(1, START), backend(2, START)))
                .extracting(Backend::pid)
                .containsExactly(1);
    }

    @Test
    void countsEachTransactionOfASessionByItself() {
        at(0, backend(1, START));

        assertThat(at(20, backend(1, START.plusSeconds(15)))).isEmpty();
        assertThat(at(40, backend(1, START.plusSeconds(15)))).isEmpty();
    }

    @Test
    void forgetsWhoWasOutOfTheWayForLong() {
        at(0, backend(1, START));
        at(21);

        assertThat(at(31, backend(1, START))).isEmpty();
    }

    private List<Backend> at(int seconds, Backend... inTheWay) {
        return obstruction.longerThan(LIMIT, List.of(inTheWay), START.plusSeconds(seconds));
    }

    private static Backend backend(int pid, Instant transaction) {
        return new Backend(
                pid,
                Optional.of(START),
                "client backend",
                "somebody",
                "psql",
                "",
                "idle in transaction",
                Optional.of(transaction),
                Optional.empty(),
                Optional.empty(),
                "",
                "");
    }
}
