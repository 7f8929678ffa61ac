package org.kingfisherprocess.service.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.demo.Outcome.Acknowledged;
import org.kingfisherprocess.service.demo.Outcome.Failed;

final class BookTest {
    private static final long MILLI = 1_000_000;

    private final Book book = new Book();

    @Test
    void countsWhatWasSentAndWhatFailed() {
        acknowledged(5);
        failed("answered 503");
        acknowledged(7);

        assertThat(book.totals()).isEqualTo(new Book.Totals(3, 2));
        assertThat(book.totals().failed()).isEqualTo(1);
    }

    @Test
    void remembersTheFirstFailure() {
        failed("answered 503");
        failed("answered 500");

        assertThat(book.firstFailure()).contains("b.json: answered 503");
    }

    @Test
    void tellsTheLongestAcknowledgementSinceItWasAskedLast() {
        acknowledged(5);
        acknowledged(9);

        assertThat(book.takeLongestNanos()).isEqualTo(9 * MILLI);
        acknowledged(2);
        assertThat(book.takeLongestNanos()).isEqualTo(2 * MILLI);
        assertThat(book.takeLongestNanos()).isZero();
    }

    @Test
    void latenciesAreThoseOfAcknowledgements() {
        for (int milli = 1; milli <= 100; milli++) {
            acknowledged(milli);
        }
        failed("answered 503");

        assertThat(Latencies.of(book.entries())).isEqualTo(new Latencies(51, 100, 100));
    }

    @Test
    void thereAreNoLatenciesBeforeTheFirstAcknowledgement() {
        assertThat(Latencies.of(book.entries())).isEqualTo(Latencies.NONE);
    }

    private void acknowledged(long millis) {
        book.enter(
                new Sent(
                        "a.json",
                        OptionalLong.of(1),
                        millis * MILLI,
                        new Acknowledged(UUID.randomUUID())));
    }

    private void failed(String reason) {
        book.enter(new Sent("b.json", OptionalLong.of(1), 60_000 * MILLI, new Failed(reason)));
    }
}
