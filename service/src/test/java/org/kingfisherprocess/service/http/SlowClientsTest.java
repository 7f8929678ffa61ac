package org.kingfisherprocess.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kingfisherprocess.service.http.HttpLimits.DEFAULTS;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.http.HttpLimits.Connections;
import org.kingfisherprocess.service.http.HttpLimits.Times;

/// Clients that are slow on purpose or by misfortune, and more of them than there are places: they
/// must neither hold what others wait for, nor may anybody be refused for them.
final class SlowClientsTest {
    private static final Duration BRIEF = Duration.ofMillis(400);
    private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String DELIVERY =
            "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab";

    private final Semaphore gate = new Semaphore(0);
    private final List<HttpServer> servers = new ArrayList<>();

    @AfterEach
    void stop() {
        gate.release(100);
        servers.forEach(HttpServer::close);
    }

    @Test
    void aHeaderThatDripsIsGivenUp() throws Exception {
        var server = started(DEFAULTS.with(DEFAULTS.times().withHeader(BRIEF)));
        try (var client = new RawClient(server.address());
                var drip = drip(client, HELLO.substring(0, 16), Duration.ofMillis(50))) {
            assertThat(client.reply().status()).isEqualTo(408);
            assertThat(drip.sent()).isBetween(2, 16);
        }
    }

    @Test
    void aLaterHeaderThatDripsIsGivenUpToo() throws Exception {
        var server = started(DEFAULTS.with(DEFAULTS.times().withHeader(BRIEF)));
        try (var client = new RawClient(server.address())) {
            assertThat(client.send(DELIVERY).reply().status()).isEqualTo(200);
            try (var _ = drip(client, HELLO.substring(0, 16), Duration.ofMillis(50))) {
                assertThat(client.reply().status()).isEqualTo(408);
            }
        }
    }

    @Test
    void aConnectionThatSendsNothingIsGivenUp() throws IOException {
        var server = started(DEFAULTS.with(DEFAULTS.times().withHeader(BRIEF)));
        try (var client = new RawClient(server.address())) {
            assertThat(client.reply().status()).isEqualTo(408);
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void wherePlacesAreScarceOnlyWhoDeliveredMayPause() throws Exception {
        var limits = DEFAULTS.with(DEFAULTS.times().withHeader(BRIEF)).with(new Connections(4, 9));
        var server = started(limits);
        try (var spider = new RawClient(server.address());
                var other = new RawClient(server.address());
                var refused = new RawClient(server.address());
                var browser = new RawClient(server.address())) {
            assertThat(spider.send(DELIVERY).reply().status()).isEqualTo(200);
            assertThat(other.send(DELIVERY).reply().status()).isEqualTo(200);
            assertThat(refused.send(DELIVERY.replace("length", "nowhere")).reply().status())
                    .isEqualTo(404);
            assertThat(browser.send(HELLO).reply().status()).isEqualTo(200);
            assertThat(browser.isClosedByServer()).isTrue();
            assertThat(refused.isClosedByServer()).isTrue();
            assertThat(spider.send(DELIVERY).reply().status()).isEqualTo(200);
            assertThat(other.send(DELIVERY).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void wherePlacesAreFreeEverybodyMayPause() throws Exception {
        var server = started(DEFAULTS.with(DEFAULTS.times().withHeader(BRIEF)));
        try (var proxy = new RawClient(server.address())) {
            assertThat(proxy.send(HELLO).reply().status()).isEqualTo(200);
            await().pollDelay(BRIEF.multipliedBy(2)).until(() -> true);
            assertThat(proxy.send(DELIVERY).reply().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatDripsIsAnswered408() throws Exception {
        var times = DEFAULTS.times().withHeader(BRIEF).withMinBytesPerSecond(1000);
        var server = started(DEFAULTS.with(times));
        try (var client = new RawClient(server.address())) {
            client.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
            try (var _ = drip(client, "x".repeat(1000), Duration.ofMillis(20))) {
                var reply = client.reply();
                assertThat(reply.status()).isEqualTo(408);
                assertThat(reply.body()).contains("at less than 1,000 bytes a second");
            }
        }
    }

    @Test
    void aBodyAtTheLeastRateMayTakeItsTime() throws Exception {
        var times = DEFAULTS.times().withHeader(BRIEF).withMinBytesPerSecond(10);
        var server = started(DEFAULTS.with(times));
        try (var client = new RawClient(server.address())) {
            client.send("POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 40\r\n\r\n");
            try (var _ = drip(client, "x".repeat(40), Duration.ofMillis(25))) {
                assertThat(client.reply().body()).isEqualTo("40");
            }
        }
    }

    @Test
    void timeInWhichTheServerIsBusyDoesNotCountAgainstTheClient() throws Exception {
        var times = DEFAULTS.times().withHeader(BRIEF).withMinBytesPerSecond(1 << 20);
        var server = started(DEFAULTS.with(times));
        try (var client = new RawClient(server.address())) {
            client.send("POST /busy HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab");
            await().pollDelay(BRIEF.multipliedBy(2)).until(() -> true);
            gate.release();
            assertThat(client.send("cd").reply().body()).isEqualTo("4");
        }
    }

    @Test
    void whoTakesALongAnswerTooSlowlyIsCut() throws Exception {
        var times = DEFAULTS.times().withHeader(BRIEF).withMinBytesPerSecond(1L << 32);
        var server = started(DEFAULTS.with(times));
        try (var client = new RawClient(server.address(), 4096)) {
            client.send("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
            await().until(() -> !server.describeBusy().isEmpty());
            assertThat(server.describeBusy().getFirst()).contains("bytes of its answer are sent");
            await().until(() -> server.describeBusy().isEmpty());
            assertThat(client.drainBytes()).isLessThan(LongAnswer.BYTES);
        }
    }

    @Test
    void whoTakesALongAnswerSteadilyGetsItAll() throws Exception {
        var times = DEFAULTS.times().withHeader(Duration.ofSeconds(20));
        var server = started(DEFAULTS.with(times));
        try (var client = new RawClient(server.address(), 4096)) {
            client.send("GET /long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(client.reply().body()).hasSize((int) LongAnswer.BYTES);
        }
    }

    @Test
    void whatIsStuckForLongerThanARequestMayTakeIsCut() throws Exception {
        var server = started(DEFAULTS.with(DEFAULTS.times().withRequest(BRIEF)));
        try (var client = new RawClient(server.address())) {
            client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void slowClientsOfEveryKindLeaveTheirPlacesToOthers() throws Exception {
        var times = new Times(BRIEF, Duration.ofMinutes(5), Duration.ofHours(12), 1L << 32);
        var server = started(new HttpLimits(DEFAULTS.sizes(), times, new Connections(6, 100)));
        var slow = new ArrayList<RawClient>();
        for (var each = 0; each < 3; each++) {
            slow.add(new RawClient(server.address()).send("GET /he"));
            slow.add(
                    new RawClient(server.address())
                            .send(DELIVERY.substring(0, DELIVERY.length() - 1)));
            slow.add(
                    new RawClient(server.address(), 4096)
                            .send("GET /long HTTP/1.1\r\nHost: x\r\n\r\n"));
        }
        assertThat(answersToManyClients(server, 20)).isEqualTo(20);
        for (var client : slow) {
            client.close();
        }
    }

    @Test
    void thereAreNeverMoreConnectionsThanPlaces() throws Exception {
        var server = started(DEFAULTS.with(new Connections(3, 100)));
        var clients = new ArrayList<RawClient>();
        for (var each = 0; each < 6; each++) {
            clients.add(
                    new RawClient(server.address())
                            .send("GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        }
        await().until(() -> server.describeBusy().size() == 3);
        await().during(Duration.ofMillis(300)).until(() -> server.describeBusy().size() == 3);
        gate.release(6);
        for (var client : clients) {
            assertThat(client.reply().status()).isEqualTo(200);
            client.close();
        }
    }

    @Test
    void moreConnectionsThanPlacesWaitInTheBacklogAndAreAnswered() throws Exception {
        var server = started(DEFAULTS.with(new Connections(2, 200)));
        assertThat(answersToManyClients(server, 150)).isEqualTo(150);
    }

    /// Those try again by TCP's own rules, each time later.
    @Test
    void evenMoreThanTheBacklogHoldsAreAnswered() throws Exception {
        var server = started(DEFAULTS.with(new Connections(1, 1)));
        assertThat(answersToManyClients(server, 6)).isEqualTo(6);
    }

    @Test
    void placesAreFreedAgain() throws Exception {
        var server = started(DEFAULTS.with(new Connections(2, 100)));
        for (var each = 0; each < 100; each++) {
            try (var client = new RawClient(server.address())) {
                assertThat(client.send(HELLO).reply().status()).isEqualTo(200);
                if (each % 3 == 0) {
                    client.reset();
                }
            }
        }
    }

    private static int answersToManyClients(HttpServer server, int clients) {
        var answered = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each = 0; each < clients; each++) {
                threads.execute(() -> {
                    try (var client = new RawClient(server.address())) {
                        answered.addAndGet(client.send(HELLO).reply().status() == 200 ? 1 : 0);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
            }
        }
        return answered.get();
    }

    private HttpServer started(HttpLimits limits) {
        var routes =
                Routes.builder()
                        .get("/hello", _ -> Answer.text(200, "hello\n"))
                        .get(
                                "/slow",
                                _ -> {
                                    gate.acquireUninterruptibly();
                                    return Answer.text(200, "slow\n");
                                })
                        .get("/long", _ -> Answer.streamed(200, Answer.TEXT, LongAnswer::writeTo))
                        .post("/length", SlowClientsTest::length)
                        .post(
                                "/busy",
                                call -> {
                                    gate.acquireUninterruptibly();
                                    return length(call);
                                })
                        .build();
        var server = new HttpServer(limits, routes, ErrorPages.PLAIN, RequestObserver.NONE);
        servers.add(server);
        server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return server;
    }

    private static Answer length(Call call) throws IOException {
        return Answer.text(200, Integer.toString(call.body().readAllBytes().length));
    }

    /// Sends a byte at a time, until there is none left or nobody takes it.
    private static Drip drip(RawClient client, String text, Duration every) {
        return new Drip(client, text, every);
    }

    private static final class Drip implements AutoCloseable {
        private final AtomicInteger sent = new AtomicInteger();
        private final CompletableFuture<Void> running;

        Drip(RawClient client, String text, Duration every) {
            running =
                    CompletableFuture.runAsync(() -> {
                        try {
                            for (var at = 0; at < text.length(); at++) {
                                client.send(text.substring(at, at + 1));
                                sent.incrementAndGet();
                                Thread.sleep(every);
                            }
                        } catch (IOException _) {
                            return; // the server has closed the connection
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
        }

        int sent() {
            return sent.get();
        }

        @Override
        public void close() {
            running.join();
        }
    }
}
