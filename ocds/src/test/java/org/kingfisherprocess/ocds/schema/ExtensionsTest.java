package org.kingfisherprocess.ocds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtensionsTest {

    private static final String PATCH = "{\"properties\":{\"lots\":{\"type\":\"array\"}}}";

    @TempDir Path folder;

    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final Map<String, String> redirects = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    @AfterEach
    void stopServer() {
        never.countDown();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        var path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (redirects.containsKey(path)) {
                exchange.getResponseHeaders().set("Location", redirects.get(path));
                exchange.sendResponseHeaders(302, -1);
            } else if (path.equals("/silent/extension.json")) {
                never.await();
            } else if (files.containsKey(path)) {
                boolean chunked = path.startsWith("/chunked");
                var bytes = files.get(path).getBytes(StandardCharsets.ISO_8859_1);
                exchange.sendResponseHeaders(200, chunked ? 0 : bytes.length);
                exchange.getResponseBody().write(bytes);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private static ExtensionSettings local() {
        return ExtensionSettings.DEFAULT.trusting(Set.of("localhost"));
    }

    private static String reason(ExtensionResult result) {
        assertThat(result).isInstanceOf(ExtensionResult.Unavailable.class);
        return ((ExtensionResult.Unavailable) result).reason();
    }

    private static Extension loaded(ExtensionResult result) {
        assertThat(result).isInstanceOf(ExtensionResult.Loaded.class);
        return ((ExtensionResult.Loaded) result).extension();
    }

    @Test
    void readsAFolder() throws IOException {
        Files.writeString(folder.resolve("release-schema.json"), PATCH);
        Files.createDirectory(folder.resolve("codelists"));
        Files.writeString(folder.resolve("codelists/+partyRole.csv"), "Code\nwitness\n");
        var extension = loaded(new Extensions(local()).fromFolder(folder));
        assertThat(extension.releasePatch()).hasToString(PATCH);
        assertThat(extension.metadata().isEmpty()).isTrue();
        assertThat(extension.codelists()).containsEntry("+partyRole.csv", "Code\nwitness\n");
    }

    @Test
    void readsAnArchiveWithAFolderAtItsTop() throws IOException {
        var archive =
                zip(
                        Map.of(
                                "lots-1.1/release-schema.json",
                                PATCH,
                                "lots-1.1/extension.json",
                                "{}",
                                "lots-1.1/docs/release-schema.json",
                                "[]"));
        assertThat(loaded(new Extensions(local()).fromArchive(archive)).releasePatch())
                .hasToString(PATCH);
    }

    @Test
    void refusesAnArchiveThatUnpacksToTooMuch() throws IOException {
        var archive = zip(Map.of("release-schema.json", " ".repeat(5_000_000)));
        assertThat(Files.size(archive)).isLessThan(10_000);
        assertThat(reason(new Extensions(local()).fromArchive(archive))).contains("longer than");
    }

    private Path zip(Map<String, String> entries) throws IOException {
        var archive = folder.resolve("extension.zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(archive))) {
            for (var entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return archive;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{} {}"})
    void anExtensionThatIsNoJsonIsAWarning(String json) throws IOException {
        Files.writeString(folder.resolve("release-schema.json"), json);
        assertThat(reason(new Extensions(local()).fromFolder(folder)))
                .contains("release-schema.json");
    }

    @Test
    void anEmptyOrMissingFolderIsAWarning() {
        assertThat(reason(new Extensions(local()).fromFolder(folder))).contains("no file");
        assertThat(reason(new Extensions(local()).fromFolder(folder.resolve("no")))).isNotEmpty();
        assertThat(reason(new Extensions(local()).fromArchive(folder.resolve("no.zip"))))
                .isNotEmpty();
    }

    @Test
    void downloadsMetadataPatchAndCodelists() {
        files.put(
                "/lots/extension.json",
                "{\"codelists\":[\"a.csv\",\"../../etc/passwd\",\"absent.csv\"]}");
        files.put("/lots/release-schema.json", PATCH);
        files.put("/lots/codelists/a.csv", "Code");
        redirects.put("/old/extension.json", "../lots/extension.json");
        var extension = loaded(new Extensions(local()).fromUrl(url("/lots/extension.json")));
        assertThat(extension.releasePatch()).hasToString(PATCH);
        assertThat(extension.codelists()).containsOnlyKeys("a.csv");
        assertThat(loaded(new Extensions(local()).fromUrl(url("/old/"))).releasePatch().isEmpty())
                .isTrue();
    }

    @Test
    void understandsChunkedAnswers() {
        files.put("/chunked/extension.json", "{}");
        files.put("/chunked/release-schema.json", PATCH);
        assertThat(
                        loaded(new Extensions(local()).fromUrl(url("/chunked/extension.json")))
                                .releasePatch())
                .hasToString(PATCH);
    }

    @Test
    void refusesAnswersThatAreTooLong() {
        files.put("/long/extension.json", " ".repeat(4_000_001));
        files.put("/chunked/extension.json", " ".repeat(4_000_001));
        assertThat(reason(new Extensions(local()).fromUrl(url("/long/")))).contains("longer than");
        assertThat(reason(new Extensions(local()).fromUrl(url("/chunked/"))))
                .contains("longer than");
    }

    @Test
    void givesUpOnASilentServer() {
        var settings = local().within(Duration.ofMillis(300));
        assertThat(reason(new Extensions(settings).fromUrl(url("/silent/")))).contains("within");
    }

    @Test
    void givesUpOnRedirectsThatGoRound() {
        redirects.put("/a/extension.json", "/b/extension.json");
        redirects.put("/b/extension.json", "/a/extension.json");
        assertThat(reason(new Extensions(local()).fromUrl(url("/a/")))).contains("redirects");
    }

    @Test
    void asksForACachedFileAgainWhenItIsOldAndKeepsItWhenTheWebFails() {
        files.put("/lots/extension.json", "{\"name\":\"1\"}");
        var clock = new SettableClock();
        var extensions = new Extensions(local().cachedIn(folder.resolve("cache")), clock);
        var url = url("/lots/");
        loaded(extensions.fromUrl(url));
        files.put("/lots/extension.json", "{\"name\":\"2\"}");
        assertThat(loaded(extensions.fromUrl(url)).metadata()).hasToString("{\"name\":\"1\"}");
        clock.now = clock.now.plus(Duration.ofDays(2));
        assertThat(loaded(extensions.fromUrl(url)).metadata()).hasToString("{\"name\":\"2\"}");
        server.stop(0);
        clock.now = clock.now.plus(Duration.ofDays(2));
        redirects.put("/lots/extension.json", "http://127.0.0.1/");
        assertThat(new WebCacheProbe(extensions).metadata(url)).isEqualTo("{\"name\":\"2\"}");
    }

    private record WebCacheProbe(Extensions extensions) {
        String metadata(String url) {
            return extensions.fromUrl(url) instanceof ExtensionResult.Loaded loaded
                    ? loaded.extension().metadata().toString()
                    : "unavailable";
        }
    }

    private static final class SettableClock implements InstantSource {
        private Instant now = Instant.now();

        @Override
        public Instant instant() {
            return now;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost/",
                "http://LOCALHOST./",
                "http://127.0.0.1/",
                "http://127.1/",
                "http://0/",
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0177.0.0.1/",
                "http://[::1]/",
                "http://[::]/",
                "http://[::ffff:127.0.0.1]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::7f00:1]/",
                "http://[2002:7f00:1::]/",
                "http://[fe80::1]/",
                "http://[fc00::1]/",
                "http://[ff02::1]/",
                "http://10.0.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://100.64.0.1/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "https://127.0.0.1/",
                "http://user@127.0.0.1/",
                "http://8.8.8.8@127.0.0.1/",
                "http://127.0.0.1#@8.8.8.8/",
                "http://8.8.8.8:22/",
                "file:///etc/passwd",
                "ftp://8.8.8.8/",
                "jar:http://8.8.8.8/a.jar!/",
                "//8.8.8.8/",
                "extension.json",
                "",
                "http:///extension.json",
                "http://a b/",
                "http://127.0.0.1\r\nHost: example.org/"
            })
    void goesNowhereButToThePublicWeb(String url) {
        var untrusting = ExtensionSettings.DEFAULT.within(Duration.ofSeconds(5));
        assertThat(reason(new Extensions(untrusting).fromUrl(url))).isNotEmpty();
        assertThat(requests).hasValue(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:%d/x/",
                "http://127.1:%d/x/",
                "http://[::ffff:127.0.0.1]:%d/x/",
                "file:///etc/passwd"
            })
    void aTrustedServerCannotSendItToAnUntrustedOne(String target) {
        files.put("/x/extension.json", "{}");
        redirects.put("/away/extension.json", target.formatted(server.getAddress().getPort()));
        assertThat(reason(new Extensions(local()).fromUrl(url("/away/")))).contains("not");
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450::1"})
    void knowsPublicAddresses(String address) {
        assertThat(PublicAddresses.isPublic(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void knowsAddressesHiddenInLongerOnes() {
        assertThat(PublicAddresses.isPublic(mapped())).isFalse();
    }

    private static InetAddress mapped() {
        try {
            return InetAddress.getByAddress(
                    new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }
}
