package org.kingfisherprocess.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How a server leaves without losing a request.
final class DrainTest {
    private static final Linger QUICK =
            new Linger(
                    Duration.ofMillis(200),
                    Duration.ofMillis(400),
                    Duration.ofMillis(400),
                    Duration.ofSeconds(20));
    private static final Linger CUT_SOON =
            new Linger(
                    Duration.ZERO,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofMillis(400));
    private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String UPLOAD_OF_FOUR =
            "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n";

    private final Semaphore gate = new Semaphore(0);
    private final CountDownLatch entered = new CountDownLatch(1);
    private final HttpServer server =
            new HttpServer(HttpLimits.DEFAULTS, routes(), ErrorPages.PLAIN, RequestObserver.NONE);

    @BeforeEach
    void start() {
        server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        gate.release(100);
        server.close();
    }

    @Test
    void whatIsUnderWayIsAnsweredAndItsConnectionClosed() throws Exception {
        try (var busy = client()) {
            busy.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            entered.await();
            var report = drainLater(QUICK);
            await().during(Duration.ofMillis(600)).until(() -> !report.isDone());
            gate.release();
            assertThat(busy.reply().headers().get("connection")).isEqualTo("close");
            assertThat(busy.isClosedByServer()).isTrue();
            assertThat(report.get().served()).isEqualTo(1);
            assertThat(report.get().cut()).isEmpty();
        }
    }

    @Test
    void aSlowUploadIsTakenToItsEnd() throws Exception {
        try (var uploading = client()) {
            uploading.send(UPLOAD_OF_FOUR + "a");
            await().until(() -> !server.describeBusy().isEmpty());
            var report = drainLater(QUICK);
            for (var piece : new String[] {"b", "c"}) {
                await().during(Duration.ofMillis(500)).until(() -> !report.isDone());
                uploading.send(piece);
            }
            var reply = uploading.send("d").reply();
            assertThat(reply.body()).isEqualTo("4");
            assertThat(reply.headers().get("connection")).isEqualTo("close");
            assertThat(report.get().cut()).isEmpty();
        }
    }

    @Test
    void keptConnectionsAreServedOnceMoreWithinTheLinger() throws Exception {
        try (var kept = client();
                var silent = client()) {
            kept.send(HELLO).reply();
            silent.send(HELLO).reply();
            await().until(() -> server.describeBusy().isEmpty());
            var report = drainLater(QUICK);
            await().until(this::refusesConnections);
            var reply = kept.send(HELLO).reply();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.headers().get("connection")).isEqualTo("close");
            assertThat(silent.isClosedByServer()).isTrue();
            assertThat(report.get().served()).isEqualTo(1);
            assertThat(report.get().unused()).isZero();
        }
    }

    @Test
    void whoDeliveredSomethingIsWaitedForLongerThanOthers() throws Exception {
        try (var spider = client();
                var browser = client()) {
            spider.send(UPLOAD_OF_FOUR + "abcd").reply();
            browser.send(HELLO).reply();
            await().until(() -> server.describeBusy().isEmpty());
            var report = drainLater(QUICK.loyal());
            assertThat(browser.isClosedByServer()).isTrue();
            assertThat(spider.send(UPLOAD_OF_FOUR + "abcd").reply().body()).isEqualTo("4");
            assertThat(spider.isClosedByServer()).isTrue();
            assertThat(report.get().served()).isEqualTo(1);
        }
    }

    @Test
    void aHeaderThatIsOnItsWayIsAwaited() throws Exception {
        try (var client = client()) {
            client.send(HELLO).reply(); // accepted, not only in the socket's queue
            await().until(() -> server.describeBusy().isEmpty());
            client.send(HELLO.substring(0, 10));
            var report = drainLater(QUICK);
            await().until(this::refusesConnections);
            assertThat(client.send(HELLO.substring(10)).reply().status()).isEqualTo(200);
            assertThat(report.get().served()).isEqualTo(1);
        }
    }

    @Test
    void anAnswerWithoutAnEndLearnsOfTheDrainAndEnds() throws Exception {
        try (var client = client()) {
            client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> client.nextLine().equals("data: first"));
            var report = drainLater(QUICK);
            await().until(() -> client.nextLine().equals("retry: 100"));
            assertThat(report.get().served()).isEqualTo(1);
            assertThat(report.get().cut()).isEmpty();
        }
    }

    @Test
    void aLongDownloadIsSentToItsEnd() throws Exception {
        try (var client = new RawClient(server.address(), 4096)) {
            client.send("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> !server.describeBusy().isEmpty());
            var report = drainLater(QUICK);
            await().until(this::refusesConnections);
            assertThat(client.reply().body()).hasSize((int) LongAnswer.BYTES);
            assertThat(report.get().cut()).isEmpty();
        }
    }

    @Test
    void theReportNamesWhatTheLimitCutsAndWhy() throws Exception {
        try (var uploading = client();
                var working = client();
                var reading = new RawClient(server.address(), 4096);
                var kept = client()) {
            kept.send(HELLO).reply();
            uploading.send(UPLOAD_OF_FOUR + "ab");
            working.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            reading.send("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> server.describeBusy().size() == 3);
            var report = server.drain(CUT_SOON);
            assertThat(report.cut())
                    .hasSize(3)
                    .anyMatch(line ->
                            line.matches(
                                    ".* POST /length after \\d+\\.\\d s: its body comes, after 2 bytes of 4"))
                    .anyMatch(line -> line.matches(".* GET /slow after .*: it is worked on.*"))
                    .anyMatch(line -> line.matches(".* GET /long .* bytes of its answer are sent"));
            assertThat(report.unused()).isEqualTo(1);
            assertThat(report.took()).isGreaterThanOrEqualTo(CUT_SOON.limit());
        }
    }

    @Test
    void waitingCostsNoProcessor() throws Exception {
        try (var uploading = client()) {
            uploading.send(UPLOAD_OF_FOUR + "ab");
            await().until(() -> !server.describeBusy().isEmpty());
            var report = drainLater(QUICK);
            await().until(this::refusesConnections);
            var before = acceptorNanos();
            await().during(Duration.ofMillis(500)).until(() -> !report.isDone());
            assertThat(acceptorNanos() - before).isLessThan(Duration.ofMillis(100).toNanos());
            uploading.send("cd").reply();
        }
    }

    private static long acceptorNanos() {
        var threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().contains("acceptor"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }

    private Routes routes() {
        return Routes.builder()
                .get("/hello", _ -> Answer.text(200, "hello\n"))
                .get(
                        "/slow",
                        _ -> {
                            entered.countDown();
                            gate.acquireUninterruptibly();
                            return Answer.text(200, "slow\n");
                        })
                .get("/long", _ -> Answer.streamed(200, Answer.TEXT, LongAnswer::writeTo))
                .get(
                        "/events",
                        call ->
                                Answer.streamed(
                                        200, "text/event-stream", out -> events(call.drain(), out)))
                .post(
                        "/length",
                        call ->
                                Answer.text(
                                        200, Integer.toString(call.body().readAllBytes().length)))
                .build();
    }

    private static void events(DrainSignal drain, OutputStream out) throws IOException {
        try {
            send(out, "data: first\n\n");
            while (!drain.await(Duration.ofSeconds(1))) {
                send(out, ": still here\n\n");
            }
            send(out, "retry: 100\n\n");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private CompletableFuture<DrainReport> drainLater(Linger linger) {
        return CompletableFuture.supplyAsync(() -> server.drain(linger));
    }

    private RawClient client() throws IOException {
        return new RawClient(server.address());
    }

    private boolean refusesConnections() {
        try (var _ = client()) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
