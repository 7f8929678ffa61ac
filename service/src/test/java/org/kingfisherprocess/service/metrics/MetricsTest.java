package org.kingfisherprocess.service.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.http.ErrorPages;
import org.kingfisherprocess.service.http.HttpLimits;
import org.kingfisherprocess.service.http.HttpServer;
import org.kingfisherprocess.service.http.Routes;
import org.kingfisherprocess.service.queue.QueueState;
import org.kingfisherprocess.service.queue.QueuedStep;
import org.kingfisherprocess.service.spool.SpoolStatus;

final class MetricsTest {
    private static final Instant NOW = Instant.parse("2026-02-01T12:00:00Z");
    private static final String SUBMIT = "**/api/v1/submit/file/";
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) ", Pattern.MULTILINE);
    private static final Pattern LISTED = Pattern.compile("^\\| `([a-z_0-9]+)", Pattern.MULTILINE);

    private final AtomicReference<SpoolStatus> spool = new AtomicReference<>(status());
    private final Metrics metrics = new Metrics("1.2.3", this::look, InstantSource.fixed(NOW));

    private static SpoolStatus status() {
        return new SpoolStatus(
                12,
                3456,
                Optional.of(NOW.minusMillis(90_500)),
                2,
                1,
                1,
                1,
                1,
                5_000_000_000L,
                1_000_000_000L,
                Optional.empty());
    }

    private SpoolStatus look() {
        var status = spool.get();
        if (status.pending() < 0) {
            throw new IllegalStateException("the folder is gone");
        }
        return status;
    }

    @BeforeEach
    void watch() {
        metrics.watchProcess();
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void showsTheSpool() {
        assertThat(metrics.scrape().lines())
                .contains(
                        "kingfisher_process_spool_readable 1.0",
                        "kingfisher_process_spool_submissions 12.0",
                        "kingfisher_process_spool_waiting_bytes 3456.0",
                        "kingfisher_process_spool_oldest_age_seconds 90.5",
                        "kingfisher_process_spool_set_aside 2.0",
                        "kingfisher_process_spool_damaged 1.0",
                        "kingfisher_process_spool_free_bytes 5.0E9",
                        "kingfisher_process_spool_reserve_bytes 1.0E9");
    }

    @Test
    void showsASpoolThatCannotBeReadAsUnknownAndNotAsEmpty() {
        spool.set(new SpoolStatus(-1, 0, Optional.empty(), 0, 0, 0, 0, 0, 0, 0, Optional.empty()));
        assertThat(metrics.scrape().lines())
                .contains(
                        "kingfisher_process_spool_readable 0.0",
                        "kingfisher_process_spool_submissions NaN");
    }

    @Test
    void countsAndTimesRequestsByRouteAndStatus() {
        var requests = metrics.requests();
        requests.started(SUBMIT);
        requests.started(SUBMIT);
        requests.started(SUBMIT);
        requests.finished(SUBMIT, 200, TimeUnit.MILLISECONDS.toNanos(4), 1000);
        requests.finished(SUBMIT, 503, TimeUnit.MILLISECONDS.toNanos(40), 0);
        assertThat(metrics.scrape().lines())
                .contains(
                        "kingfisher_process_requests_under_way 1.0",
                        "kingfisher_process_request_seconds_count{route=\"/api/v1/submit/file/\",status=\"200\"} 1",
                        "kingfisher_process_request_seconds_bucket{route=\"/api/v1/submit/file/\",status=\"200\",le=\"0.002\"} 0",
                        "kingfisher_process_request_seconds_bucket{route=\"/api/v1/submit/file/\",status=\"200\",le=\"0.005\"} 1",
                        "kingfisher_process_request_seconds_bucket{route=\"/api/v1/submit/file/\",status=\"503\",le=\"0.02\"} 0",
                        "kingfisher_process_received_bytes_total{route=\"/api/v1/submit/file/\"} 1000.0");
    }

    @Test
    void showsLoadingAndWhetherItWaitsForPostgreSql() {
        var load = metrics.load();
        load.loaded(3, 700, 90_000, Duration.ofMillis(250));
        load.waiting(new IllegalStateException("away"));
        assertThat(metrics.scrape().lines())
                .contains(
                        "kingfisher_process_loaded_submissions_total 3.0",
                        "kingfisher_process_loaded_documents_total 700.0",
                        "kingfisher_process_loaded_bytes_total 90000.0",
                        "kingfisher_process_load_seconds_count 1",
                        "kingfisher_process_load_seconds_sum 0.25",
                        "kingfisher_process_load_waiting 1.0",
                        "kingfisher_process_load_waits_total 1.0");
        load.loaded(1, 1, 1, Duration.ofMillis(1));
        load.failed(new IllegalStateException("broken"));
        assertThat(metrics.scrape().lines())
                .contains(
                        "kingfisher_process_load_waiting 0.0",
                        "kingfisher_process_load_failures_total 1.0");
    }

    @Test
    void showsStepsByNameAndWhetherWorkersArePaused() {
        var steps = metrics.steps();
        var step = new QueuedStep(1, "UPGRADE", 1, OptionalLong.empty(), "", "", 0, 0);
        steps.done(step, Duration.ofMillis(250));
        steps.failed(step, new IllegalStateException("broken"));
        steps.looked(new QueueState(Map.of("UPGRADE", 7L), Map.of("FINISH", 1L), true));
        assertThat(metrics.scrape().lines())
                .contains(
                        "kingfisher_process_step_seconds_count{name=\"UPGRADE\"} 1",
                        "kingfisher_process_step_seconds_sum{name=\"UPGRADE\"} 0.25",
                        "kingfisher_process_step_failures_total{name=\"UPGRADE\"} 1.0",
                        "kingfisher_process_steps_due{name=\"UPGRADE\"} 7.0",
                        "kingfisher_process_steps_due{name=\"FINISH\"} 0.0",
                        "kingfisher_process_steps_set_aside{name=\"FINISH\"} 1.0",
                        "kingfisher_process_workers_paused 1.0");
        steps.looked(new QueueState(Map.of(), Map.of(), false));
        assertThat(metrics.scrape().lines())
                .contains(
                        "kingfisher_process_steps_due{name=\"UPGRADE\"} 0.0",
                        "kingfisher_process_workers_paused 0.0");
    }

    @Test
    void isScrapedOverHttp() throws IOException, InterruptedException {
        var routes = Routes.builder();
        metrics.addTo(routes);
        try (var server =
                        new HttpServer(
                                HttpLimits.DEFAULTS,
                                routes.build(),
                                ErrorPages.PLAIN,
                                metrics.requests());
                var client = HttpClient.newHttpClient()) {
            server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var address =
                    URI.create(
                            "http://127.0.0.1:%d/prometheus/metrics"
                                    .formatted(server.address().getPort()));
            var request = HttpRequest.newBuilder(address).build();
            var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body())
                    .contains(
                            "kingfisher_process_build_info{java=\""
                                    + Runtime.version()
                                    + "\",version=\"1.2.3\"} 1");
        }
    }

    @Test
    void theDocumentationListsExactlyWhatIsExported() throws IOException {
        metrics.requests().started(SUBMIT);
        metrics.requests().finished(SUBMIT, 200, 1, 1);
        var exported = new TreeSet<String>();
        TYPE.matcher(metrics.scrape()).results().forEach(match -> exported.add(match.group(1)));
        // The collector decides when these appear: after its first pause or concurrent phase.
        exported.removeIf(
                name -> name.startsWith("jvm_gc_pause") || name.startsWith("jvm_gc_conc"));

        var listed = new TreeSet<String>();
        LISTED.matcher(Files.readString(Path.of("..", "docs", "metrics.md")))
                .results()
                .forEach(match -> listed.add(match.group(1)));
        assertThat(listed).isEqualTo(exported);
    }
}
