package org.kingfisherprocess.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.deploy.Traffic.Total;
import org.kingfisherprocess.service.release.JsonFields;

/// Requests counted over processes that come and go.
final class TrafficTest {
    private final Traffic traffic = new Traffic(1_000);

    @Test
    void countsAnOldProcessFromWhereItWasAndANewOneFromItsStart() {
        traffic.see(metrics(900, 50, 3));
        traffic.see(metrics(1_001, 20, 1));
        traffic.see(metrics(900, 60, 3));
        traffic.see(metrics(1_001, 30, 2));

        assertThat(traffic.total()).isEqualTo(new Total(10 + 32, 2));
    }

    @Test
    void goesOnCountingInAnotherExecutor() {
        traffic.see(metrics(900, 50, 3));
        traffic.see(metrics(900, 60, 4));
        var other = new Traffic(1_000);

        other.restore(new JsonFields(traffic.json()));
        other.see(metrics(900, 70, 5));

        assertThat(other.total()).isEqualTo(new Total(22, 2));
        assertThat(other.total().share()).isBetween(0.09, 0.1);
    }

    @Test
    void knowsNothingOfAProcessThatDoesNotSayWhenItStarted() {
        traffic.see("kingfisher_process_request_seconds_count{route=\"/\",status=\"500\"} 7\n");

        assertThat(traffic.total()).isEqualTo(new Total(0, 0));
    }

    private static String metrics(int start, int good, int bad) {
        return """
        # TYPE kingfisher_process_request_seconds histogram
        kingfisher_process_request_seconds_bucket{route="/x",status="500",le="1.0"} 99
        kingfisher_process_request_seconds_count{route="/x",status="200"} %d
        kingfisher_process_request_seconds_count{route="/x",status="500"} %d.0
        process_start_time_seconds{process="server"} %d.5
        process_start_time_seconds{process="worker"} 4.0
        """
                .formatted(good, bad, start);
    }
}
