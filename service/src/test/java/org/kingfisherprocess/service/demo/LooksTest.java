package org.kingfisherprocess.service.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.supervisor.wire.Message;

/// What is made of what was looked at.
final class LooksTest {
    @Test
    void aRateIsTheGrowthOverTheLastLooks() {
        var rates = new Rates();

        assertThat(rates.look(second(0), 100)).isZero();
        assertThat(rates.look(second(1), 110)).isEqualTo(10);
        assertThat(rates.look(second(2), 130)).isEqualTo(15);
        assertThat(rates.look(second(3), 130)).isEqualTo(10);
        assertThat(rates.look(second(4), 130)).isEqualTo(7.5);
        assertThat(rates.look(second(5), 130)).isEqualTo(5);
        assertThat(rates.look(second(6), 130)).isZero();
    }

    @Test
    void aPauseIsATimeInWhichSomethingWaitsAndNothingIsLoaded() {
        var pauses = new Pauses();
        pauses.look(second(1), 0, 50); // not begun yet
        pauses.look(second(9), 10, 40);
        pauses.look(second(10), 20, 30);
        pauses.look(second(12), 20, 40);
        pauses.look(second(14), 21, 40);
        pauses.look(second(15), 61, 0);
        pauses.look(second(25), 61, 0); // nothing to load
        pauses.look(second(26), 61, 1);

        assertThat(pauses.longest()).isEqualTo(second(4));
    }

    @Test
    void aGenerationIsAsWeakAsItsWeakestProcess() {
        var status =
                Message.of("status")
                        .with(
                                "children",
                                List.of(
                                        child("postgres-0", 0, "ready"),
                                        child("server-1", 1, "draining"),
                                        child("server-2", 2, "ready"),
                                        child("worker-2", 2, "waiting")));

        assertThat(Generation.of(status))
                .containsExactly(
                        new Generation(1, "r1", "leaves", List.of("server-1")),
                        new Generation(2, "r2", "starts", List.of("server-2", "worker-2")));
    }

    @Test
    void theServersMetricsTellWhatWaits() {
        assertThat(
                        ServerLook.waiting(
                                """
                                # TYPE kingfisher_process_spool_submissions gauge
                                kingfisher_process_spool_submissions 42.0
                                kingfisher_process_spool_waiting_bytes 1.5E7
                                """))
                .hasValue(42);
        assertThat(ServerLook.waiting("kingfisher_process_spool_submissions NaN\n")).isEmpty();
    }

    private static Object child(String name, int generation, String state) {
        return Message.of("child")
                .with("child", name)
                .with("generation", generation)
                .with("place", "/tmp/install/releases/r%d/kingfisher-process".formatted(generation))
                .with("state", state)
                .values();
    }

    private static Duration second(int second) {
        return Duration.ofSeconds(second);
    }
}
