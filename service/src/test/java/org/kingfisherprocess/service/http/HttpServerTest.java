package org.kingfisherprocess.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.kingfisherprocess.service.http.HttpLimits.DEFAULTS;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.service.http.HttpLimits.Connections;
import org.kingfisherprocess.service.http.HttpLimits.Sizes;

final class HttpServerTest {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private final List<String> observed = new ArrayList<>();
    private final Semaphore gate = new Semaphore(0);
    private final CountDownLatch entered = new CountDownLatch(1);
    private HttpServer server = server(DEFAULTS);

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpServer server(HttpLimits limits) {
        var routes =
                Routes.builder()
                        .get("/hello", _ -> Answer.text(200, "hello\n"))
                        .get("/thing/{id}", call -> Answer.text(200, call.pathParameter("id")))
                        .get(
                                "/stream",
                                _ ->
                                        Answer.streamed(
                                                200,
                                                Answer.TEXT,
                                                out -> out.write(new byte[100_000])))
                        .get("/crash", _ -> crash())
                        .get(
                                "/slow",
                                _ -> {
                                    entered.countDown();
                                    gate.acquireUninterruptibly();
                                    return Answer.text(200, "slow\n");
                                })
                        .post("**/api/length", HttpServerTest::length)
                        .post(
                                "/early",
                                _ -> {
                                    throw new HttpException(401, "no key");
                                })
                        .build();
        return new HttpServer(
                limits,
                routes,
                ErrorPages.PLAIN,
                new RequestObserver() {
                    @Override
                    public void finished(String route, int status, long nanos, long bytes) {
                        synchronized (observed) {
                            observed.add(route + " " + status + " " + bytes);
                        }
                    }
                });
    }

    private static Answer crash() {
        throw new IllegalStateException("a secret");
    }

    private static Answer length(Call call) throws IOException {
        var buffer = new byte[8192];
        var bytes = 0L;
        for (var read = 0; read >= 0; read = call.body().read(buffer)) {
            bytes += read;
        }
        return Answer.text(200, Long.toString(bytes));
    }

    private RawClient client() throws IOException {
        return new RawClient(server.address());
    }

    private RawClient started() throws IOException {
        server.start(ANY_PORT);
        return client();
    }

    @Test
    void answersSeveralRequestsOnOneConnection() throws IOException {
        try (var client = started()) {
            for (var i = 0; i < 3; i++) {
                var reply = client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").reply();
                assertThat(reply.status()).isEqualTo(200);
                assertThat(reply.body()).isEqualTo("hello\n");
                assertThat(reply.headers()).containsKey("x-request-id").doesNotContainKey("server");
            }
        }
        await().untilAsserted(() -> assertThat(observed).hasSize(3).contains("/hello 200 0"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /hello, 200",
        "GET, //hello/, 200",
        "HEAD, /hello, 200",
        "GET, /thing/a%20b, 200",
        "GET, /thing, 404",
        "GET, /thing/1/2, 404",
        "POST, /hello, 405",
        "GET, /nowhere, 404",
        "POST, /api/length, 200",
        "POST, //api//length/, 200",
        "POST, /some/base/api/length/, 200",
        "POST, /api/length/more, 404",
        "GET, /crash, 500"
    })
    void findsTheRoute(String method, String path, int status) throws IOException {
        try (var client = started()) {
            client.send(
                    "%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                            .formatted(method, path));
            if (method.equals("HEAD")) {
                client.finish();
            } else {
                assertThat(client.reply().status()).isEqualTo(status);
            }
        }
    }

    @Test
    void errorsAreTextJsonOrAPageAndShowNothingInside() throws IOException {
        try (var client = started()) {
            var text = client.send("GET /crash HTTP/1.1\r\nHost: x\r\n\r\n").reply();
            assertThat(text.headers().get("content-type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(text.body())
                    .contains(String.valueOf(text.headers().get("x-request-id")))
                    .doesNotContain("secret");
            var json =
                    client.send(
                                    "GET /no\" HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\n\r\n"
                                            .replace("\"", "%22"))
                            .reply();
            assertThat(json.headers().get("content-type")).isEqualTo("application/json");
            assertThat(json.body()).startsWith("{\"status\": 404, \"error\": \"");
            var page =
                    client.send(
                                    "GET /<b> HTTP/1.1\r\nHost: x\r\nAccept: text/html\r\n\r\n"
                                            .replace("<b>", "x"))
                            .reply();
            assertThat(page.headers().get("content-type")).startsWith("text/html");
            assertThat(page.headers().get("content-security-policy"))
                    .startsWith("default-src 'none'");
        }
    }

    @Test
    void streamsAnAnswer() throws IOException {
        try (var client = started()) {
            var reply = client.send("GET /stream HTTP/1.1\r\nHost: x\r\n\r\n").reply();
            assertThat(reply.body()).hasSize(100_000);
        }
    }

    @Test
    void readsAChunkedBody() throws IOException {
        try (var client = started()) {
            client.send(
                    "POST /api/length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
            assertThat(client.send("3\r\nyou\r\n0\r\n\r\n").reply().body()).isEqualTo("8");
        }
    }

    @Test
    void asksForTheBodyOnlyWhenTheHandlerReadsIt() throws IOException {
        var head = " HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n";
        try (var client = started()) {
            assertThat(client.send("POST /early" + head).reply().status()).isEqualTo(401);
            assertThat(client.isClosedByServer()).isTrue();
        }
        try (var client = client()) {
            assertThat(client.send("POST /api/length" + head).reply().status()).isEqualTo(100);
            assertThat(client.send("hello").reply().body()).isEqualTo("5");
        }
    }

    @Test
    void aClientThatSendsAllBeforeItReadsStillReadsAnEarlyAnswer() throws IOException {
        var megabytes = 64;
        var piece = new byte[1 << 20];
        server.start(ANY_PORT);
        for (var round = 0; round < 5; round++) {
            try (var client = client()) {
                client.send(
                        "POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                                .formatted((long) megabytes << 20));
                for (var i = 0; i < megabytes; i++) {
                    client.send(piece);
                }
                var reply = client.reply();
                assertThat(reply.status()).isEqualTo(401);
                assertThat(reply.headers().get("connection")).isEqualTo("close");
            }
        }
    }

    @Test
    void keepsTheConnectionAfterAnEarlyAnswerToASmallBody() throws IOException {
        try (var client = started()) {
            client.send("POST /early HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.reply().status()).isEqualTo(401);
            assertThat(client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").reply().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesWhatIsOverALimit() throws IOException {
        server = server(DEFAULTS.with(new Sizes(1024, 10, 100, 10)));
        try (var client = started()) {
            client.send(
                    "POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n0123456789a");
            assertThat(client.reply().status()).isEqualTo(413);
        }
        try (var client = client()) {
            client.send(
                    "POST /api/length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n0123456789a\r\n0\r\n\r\n");
            assertThat(client.reply().status()).isEqualTo(413);
        }
        try (var client = client()) {
            client.send(
                    "GET /hello HTTP/1.1\r\nHost: x\r\nX-Long: %s\r\n\r\n"
                            .formatted("x".repeat(2000)));
            assertThat(client.reply().status()).isEqualTo(431);
        }
    }

    @Test
    void aClientThatSendsAllOfTooLargeABodyStillReadsTheRefusal() throws IOException {
        server = server(DEFAULTS.with(new Sizes(1024, 1 << 20, 100, 10)));
        try (var client = started()) {
            client.send(
                    "POST /api/length HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
            for (var i = 0; i < 20; i++) {
                client.send("100000\r\n").send(new byte[1 << 20]).send("\r\n");
            }
            assertThat(client.send("0\r\n\r\n").reply().status()).isEqualTo(413);
        }
    }

    @Test
    void aBodyThatFallsSilentIsGivenUp() throws IOException {
        server =
                server(
                        DEFAULTS.with(new Sizes(1024, 100, 100, 10))
                                .with(DEFAULTS.times().withIdle(Duration.ofMillis(300))));
        try (var client = started()) {
            client.send("POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01");
            assertThat(client.reply().status()).isEqualTo(408);
            assertThat(client.isClosedByServer()).isTrue();
        }
        await().untilAsserted(() -> assertThat(observed).containsExactly("/api/length 408 2"));
    }

    @Test
    void aClientThatLeavesIsCountedAsGone() throws IOException {
        try (var client = started()) {
            client.send("POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01");
            await().until(() -> !server.describeBusy().isEmpty());
            client.reset();
        }
        await().untilAsserted(() -> assertThat(observed).containsExactly("/api/length 499 2"));
    }

    @Test
    void refusesABodyThatTakesTooLong() throws IOException {
        server =
                server(
                        DEFAULTS.with(new Sizes(1024, 100, 100, 10))
                                .with(DEFAULTS.times().withRequest(Duration.ofMillis(200))));
        try (var client = started()) {
            client.send("POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n01");
            var reply = client.reply();
            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.body()).contains("2 bytes had arrived");
        }
    }

    @Test
    void closesAConnectionThatIsIdle() throws IOException {
        server =
                server(
                        DEFAULTS.with(new Sizes(1024, 100, 100, 10))
                                .with(DEFAULTS.times().withIdle(Duration.ofMillis(200))));
        try (var client = started()) {
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aBusyHandlerIsNotIdle() throws Exception {
        server =
                server(
                        DEFAULTS.with(new Sizes(1024, 100, 100, 10))
                                .with(DEFAULTS.times().withIdle(Duration.ofMillis(200))));
        try (var client = started()) {
            client.send("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n");
            entered.await();
            Thread.sleep(600);
            gate.release();
            assertThat(client.reply().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n"
            })
    void answersBrokenHttpWithText(String sent) throws IOException {
        try (var client = started()) {
            var reply = client.send(sent).reply();
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.body()).doesNotContain("<").doesNotContain("jetty");
        }
    }

    @Test
    void aThousandSlowSendersDoNotHoldTheOthers() throws Exception {
        server =
                server(
                        DEFAULTS.with(new Sizes(1024, 1000, 100, 10))
                                .with(new Connections(1500, 100)));
        var slow = new ArrayList<RawClient>();
        server.start(ANY_PORT);
        for (var i = 0; i < 1000; i++) {
            slow.add(
                    client().send(
                                    "POST /api/length HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na"));
        }
        try (var client = client()) {
            assertThat(client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").reply().status())
                    .isEqualTo(200);
        }
        for (var client : slow) {
            assertThat(client.send("b").reply().body()).isEqualTo("2");
            client.close();
        }
    }

    @Test
    void listensOnASocketThatItIsGiven() throws IOException {
        var socket = ServerSocketChannel.open().bind(ANY_PORT);
        var port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
        server.start(socket);
        assertThat(server.address().getPort()).isEqualTo(port);
        try (var client = client()) {
            assertThat(client.send("GET /hello HTTP/1.1\r\nHost: x\r\n\r\n").reply().status())
                    .isEqualTo(200);
        }
    }
}
