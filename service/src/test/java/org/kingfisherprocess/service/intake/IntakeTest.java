package org.kingfisherprocess.service.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.service.http.RawClient;
import org.kingfisherprocess.service.intake.IntakeServer.Spooled;
import org.kingfisherprocess.service.spool.SpoolLimits;
import org.kingfisherprocess.service.submission.CollectionKey;
import org.kingfisherprocess.service.submission.EndSubmission;
import org.kingfisherprocess.service.submission.FileErrorsSubmission;
import org.kingfisherprocess.service.submission.FileSubmission;
import org.kingfisherprocess.service.submission.ItemSubmission;

final class IntakeTest {
    private static final CollectionKey KEY =
            new CollectionKey("paraguay_dncp", LocalDateTime.of(2020, 5, 31, 23, 59, 59), true);
    private static final SpoolLimits LIMITS = new SpoolLimits(0, 16 << 10, 1 << 20, 1000, 400);

    @TempDir Path folder;

    @SuppressWarnings("NullAway.Init")
    private IntakeServer server;

    @BeforeEach
    void start() {
        server = new IntakeServer(folder.resolve("spool"), LIMITS, List.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> changed(
            Map<String, String> fields, Consumer<Map<String, String>> change) {
        change.accept(fields);
        return fields;
    }

    private Spooled onlySpooled() throws Exception {
        return assertThat(server.spooled()).singleElement().actual();
    }

    @Test
    void storesAFileSentAsTheClientSendsIt() throws Exception {
        var reply =
                server.answerTo(
                        ClientRequests.multipart(
                                "file",
                                changed(ClientRequests.file(), f -> f.put("collection_note", "ñ")),
                                bytes("{\"releases\": []}\r\n")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("OK\n");
        var spooled = onlySpooled();
        assertThat(spooled.receipt()).isEqualTo(reply.headers().get("kingfisher-receipt"));
        assertThat(spooled.group()).isEqualTo("paraguay_dncp 2020-05-31 23:59:59 sample");
        assertThat(spooled.body()).isEqualTo("{\"releases\": []}\r\n");
        assertThat(spooled.submission())
                .isEqualTo(
                        new FileSubmission(
                                KEY,
                                "1.1",
                                "page-1.json",
                                "https://example.com/page?n=1&m=2",
                                "release_package",
                                "utf-8",
                                "ñ"));
    }

    @Test
    void storesAnItemSentAsTheClientSendsIt() throws Exception {
        var data = "{\"a\": \"%s +&=%%\"}".formatted("ñ".repeat(100_000));
        var reply =
                server.answerTo(
                        ClientRequests.urlencoded(
                                "item", changed(ClientRequests.item(), f -> f.put("data", data))));

        assertThat(reply.status()).isEqualTo(200);
        var spooled = onlySpooled();
        assertThat(spooled.body()).isEqualTo(data);
        assertThat(spooled.submission())
                .isEqualTo(
                        new ItemSubmission(
                                KEY,
                                "1.1",
                                "page-1.json",
                                "https://example.com/page?n=1&m=2",
                                "release_package",
                                1,
                                ""));
    }

    @Test
    void storesFileErrorsAndTheEnd() throws Exception {
        try (var client = server.client()) {
            client.send(ClientRequests.urlencoded("file_errors", ClientRequests.fileErrors()));
            assertThat(client.reply().status()).isEqualTo(200);
            client.send(ClientRequests.urlencoded("end_collection_store", ClientRequests.base()));
            assertThat(client.reply().status()).isEqualTo(200);
        }
        var spooled = server.spooled();
        assertThat(spooled)
                .extracting(Spooled::submission)
                .containsExactly(
                        new FileErrorsSubmission(
                                KEY, "1.1", "page-1.json", "https://example.com/page"),
                        new EndSubmission(KEY, "1.1"));
        assertThat(spooled.getFirst().body()).isEqualTo("{\"http_code\": 404}");
    }

    @Test
    void takesFieldsInAnyOrderAndBothEncodings() throws Exception {
        var dataFirst = new LinkedHashMap<String, String>();
        dataFirst.put("data", "[]");
        dataFirst.put("unknown_field", "x".repeat(3 << 20));
        dataFirst.putAll(ClientRequests.item());
        dataFirst.put("data", "[]");
        assertThat(server.answerTo(ClientRequests.urlencoded("item", dataFirst)).status())
                .isEqualTo(200);

        var fileFirst =
                "--B\r\ncontent-disposition: form-data; name=file; filename=x.json\r\n\r\n{}\r\n"
                        + ClientRequests.base().entrySet().stream()
                                .map(field ->
                                        "--B\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                                .formatted(field.getKey(), field.getValue()))
                                .collect(Collectors.joining())
                        + "--B--";
        assertThat(
                        server.answerTo(
                                        ClientRequests.joined(
                                                ClientRequests.head(
                                                        "file",
                                                        ClientRequests.KEY,
                                                        "multipart/form-data; boundary=\"B\"",
                                                        fileFirst.length()),
                                                bytes(fileFirst)))
                                .status())
                .isEqualTo(200);
        assertThat(server.spooled())
                .extracting(spooled -> spooled.submission().label() + " " + spooled.body())
                .containsExactly("page-1.json item 1 []", "x.json {}");
    }

    @Test
    void contentThatIsNotJsonIsStoredAllTheSame() throws Exception {
        server.answerTo(ClientRequests.multipart("file", ClientRequests.file(), bytes("{broken")));
        server.answerTo(
                ClientRequests.urlencoded(
                        "item", changed(ClientRequests.item(), f -> f.put("data", "{broken"))));
        assertThat(server.spooled())
                .extracting(Spooled::body)
                .containsExactly("{broken", "{broken");
    }

    @Test
    void anUnknownOrMissingDataTypeDoesNotLoseTheFile() throws Exception {
        server.answerTo(
                ClientRequests.multipart(
                        "file",
                        changed(ClientRequests.file(), f -> f.put("data_type", "riddle")),
                        bytes("{}")));
        server.answerTo(
                ClientRequests.multipart(
                        "file",
                        changed(ClientRequests.file(), f -> f.remove("data_type")),
                        bytes("{}")));
        assertThat(server.spooled())
                .extracting(spooled -> ((FileSubmission) spooled.submission()).dataType())
                .containsExactly("riddle", "");
    }

    @ParameterizedTest
    @CsvSource({
        "file, collection_source, '', collection_source is missing",
        "file, collection_data_version, '', collection_data_version is missing",
        "file, collection_data_version, 2021-02-29 00:00:00, collection_data_version must be",
        "item, collection_source, '', collection_source is missing",
        "item, file_name, '', file_name is missing",
        "item, number, '', number is missing",
        "item, number, one, number must be a whole number",
        "item, number, 1.5, number must be a whole number",
        "item, number, -1, number must be a whole number",
        "item, number, 99999999999, number must be a whole number",
        "file_errors, collection_data_version, '', collection_data_version is missing",
        "file_errors, file_name, '', file_name is missing",
        "file_errors, errors, '', errors is missing",
        "file_errors, errors, {, errors must be JSON",
        "file_errors, errors, {} {}, errors must be one JSON value",
        "end_collection_store, collection_source, '', collection_source is missing",
        "end_collection_store, collection_data_version, x, collection_data_version must be"
    })
    void refusesWithTheNameOfTheField(String route, String field, String value, String message)
            throws Exception {
        var fields =
                switch (route) {
                    case "file" -> ClientRequests.file();
                    case "item" -> ClientRequests.item();
                    case "file_errors" -> ClientRequests.fileErrors();
                    default -> ClientRequests.base();
                };
        fields.put(field, value);
        var request =
                route.equals("file")
                        ? ClientRequests.multipart(route, fields, bytes("{}"))
                        : ClientRequests.urlencoded(route, fields);
        var reply = server.answerTo(request);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.headers().get("content-type")).startsWith("text/plain");
        assertThat(reply.body()).startsWith(message);
        assertThat(server.spooled()).isEmpty();
    }

    @Test
    void refusesAnItemWithoutDataAndAFileWithoutContent() throws Exception {
        var item = changed(ClientRequests.item(), f -> f.remove("data"));
        assertThat(server.answerTo(ClientRequests.urlencoded("item", item)).body())
                .isEqualTo("data is missing\n");
        assertThat(server.answerTo(ClientRequests.urlencoded("file", ClientRequests.file())).body())
                .startsWith("file is missing");
        var urlencodedFile = changed(ClientRequests.file(), f -> f.put("file", "@name"));
        assertThat(server.answerTo(ClientRequests.urlencoded("file", urlencodedFile)).body())
                .contains("multipart/form-data");
        assertThat(server.spooled()).isEmpty();
    }

    @Test
    void namesTheFieldOfABrokenEscape() throws Exception {
        var form = "collection_source=x&data=%7B%zz";
        var reply =
                server.answerTo(
                        ClientRequests.joined(
                                ClientRequests.head(
                                        "item",
                                        ClientRequests.KEY,
                                        "application/x-www-form-urlencoded",
                                        form.length()),
                                bytes(form)));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("data has the broken percent-escape '%z'\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"wrong", "", "a-key-and-more", "a-ke"})
    void aWrongKeyReadsItsAnswerHoweverBigTheBody(String key) throws Exception {
        var reply =
                server.answerTo(
                        ClientRequests.multipart(
                                "file", ClientRequests.file(), new byte[20 << 20], key));
        assertThat(reply.status()).isEqualTo(401);
        assertThat(server.spooled()).isEmpty();
    }

    @Test
    void acceptsEachOfSeveralKeysAndAnswers401WithoutOne() throws Exception {
        assertThat(
                        server.answerTo(
                                        ClientRequests.urlencoded(
                                                "end_collection_store",
                                                ClientRequests.base(),
                                                "another"))
                                .status())
                .isEqualTo(200);
        assertThat(
                        server.answerTo(
                                        "POST /api/v1/submit/item/ HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n")
                                .status())
                .isEqualTo(401);
    }

    @Test
    void acceptsADoubledSlashABaseWithAPathAndAMissingLastSlash() throws Exception {
        var request =
                new String(
                        ClientRequests.urlencoded("end_collection_store", ClientRequests.base()),
                        StandardCharsets.UTF_8);
        for (var path :
                List.of(
                        "//api/v1/submit/end_collection_store/",
                        "/kingfisher/api/v1/submit/end_collection_store/",
                        "/api/v1/submit/end_collection_store")) {
            var sent = request.replace("/api/v1/submit/end_collection_store/", path);
            assertThat(server.answerTo(sent).status()).as(path).isEqualTo(200);
        }
        assertThat(server.spooled()).hasSize(3);
    }

    @Test
    void unpacksABodySentWithGzip() throws Exception {
        var form =
                ClientRequests.item().entrySet().stream()
                        .map(field -> field.getKey() + "=" + field.getValue().replace("&", "%26"))
                        .collect(Collectors.joining("&"));
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes(form));
        }
        assertThat(server.answerTo(packed("gzip", packed.toByteArray())).status()).isEqualTo(200);
        assertThat(onlySpooled().body()).isEqualTo("{\"releases\": []}");
        assertThat(server.answerTo(packed("gzip", bytes(form))).status()).isEqualTo(400);
        assertThat(server.answerTo(packed("br", bytes(form))).status()).isEqualTo(415);
    }

    private static byte[] packed(String encoding, byte[] body) {
        var head =
                new String(
                        ClientRequests.head(
                                "item",
                                ClientRequests.KEY,
                                "application/x-www-form-urlencoded",
                                body.length),
                        StandardCharsets.UTF_8);
        return ClientRequests.joined(
                bytes(head.replace("Host:", "Content-Encoding: " + encoding + "\r\nHost:")), body);
    }

    @Test
    void refusesAnotherContentType() throws Exception {
        assertThat(
                        server.answerTo(
                                        ClientRequests.joined(
                                                ClientRequests.head(
                                                        "item",
                                                        ClientRequests.KEY,
                                                        "application/json",
                                                        2),
                                                bytes("{}")))
                                .status())
                .isEqualTo(415);
    }

    @Test
    void aClientThatLeavesHalfWayLeavesNothing() throws Exception {
        var request = ClientRequests.multipart("file", ClientRequests.file(), new byte[200_000]);
        for (var end : List.of(request.length / 2, request.length - 10)) {
            try (var client = server.client()) {
                client.send(java.util.Arrays.copyOf(request, end)).reset();
            }
            try (var client = server.client()) {
                client.send(java.util.Arrays.copyOf(request, end)).finish();
                client.isClosedByServer();
            }
        }
        assertThat(server.spooled()).isEmpty();
        server.close();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(file -> file.toString().endsWith(".body"))).isEmpty();
        }
    }

    @Test
    void aSlowSenderIsReadToItsEnd() throws Exception {
        var request = ClientRequests.multipart("file", ClientRequests.file(), bytes("{\"a\": 1}"));
        try (var client = server.client()) {
            for (var b : request) {
                client.send(new byte[] {b});
            }
            assertThat(client.reply().status()).isEqualTo(200);
        }
        assertThat(onlySpooled().body()).isEqualTo("{\"a\": 1}");
    }

    @Test
    void readsAChunkedMultipart() throws Exception {
        var body =
                ClientRequests.joined(
                        ClientRequests.beforeFile(ClientRequests.file(), 2),
                        bytes("{}"),
                        ClientRequests.afterFile());
        var head =
                new String(
                                ClientRequests.head(
                                        "file",
                                        ClientRequests.KEY,
                                        "multipart/form-data; boundary=" + ClientRequests.BOUNDARY,
                                        0),
                                StandardCharsets.UTF_8)
                        .replace("Content-Length: 0", "Transfer-Encoding: chunked");
        try (var client = server.client()) {
            client.send(head);
            for (var at = 0; at < body.length; at += 7) {
                var length = Math.min(7, body.length - at);
                client.send(Integer.toHexString(length) + "\r\n");
                client.send(java.util.Arrays.copyOfRange(body, at, at + length)).send("\r\n");
            }
            assertThat(client.send("0\r\n\r\n").reply().status()).isEqualTo(200);
        }
        assertThat(onlySpooled().body()).isEqualTo("{}");
    }

    @Test
    void sixtyFourClientsAtOnceEachGetAReceiptOfTheirOwn() throws Exception {
        var receipts = ConcurrentHashMap.<String>newKeySet();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 64).forEach(i -> threads.execute(() -> submitTen(i, receipts)));
        }
        assertThat(receipts).hasSize(640);
        assertThat(server.spooled())
                .extracting(Spooled::receipt)
                .containsExactlyInAnyOrderElementsOf(receipts);
    }

    private void submitTen(int number, ConcurrentHashMap.KeySetView<String, Boolean> receipts) {
        try (var client = server.client()) {
            for (var i = 0; i < 10; i++) {
                var name = "%d-%d.json".formatted(number, i);
                var file = new byte[i * 4000];
                client.send(
                        ClientRequests.multipart(
                                "file",
                                changed(ClientRequests.file(), f -> f.put("file_name", name)),
                                file));
                RawClient.Reply reply = client.reply();
                if (reply.status() == 200) {
                    receipts.add(String.valueOf(reply.headers().get("kingfisher-receipt")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesLocalFilesUnlessAFolderIsConfigured() throws Exception {
        var reply =
                server.answerTo(
                        ClientRequests.urlencoded(
                                "file",
                                changed(
                                        ClientRequests.file(),
                                        f -> f.put("local_file_name", "/etc/passwd"))));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).contains("KINGFISHER_PROCESS_LOCAL_FILE_FOLDERS");
    }

    @Test
    void takesOverLocalFilesBelowTheFoldersAlone() throws Exception {
        var store = Files.createDirectories(folder.resolve("store/spider/20200531_235959"));
        var file = Files.writeString(store.resolve("page-1.json"), "{\"releases\": []}");
        var secret = Files.writeString(folder.resolve("secret"), "secret");
        Files.createSymbolicLink(store.resolve("link-out"), secret);
        Files.createSymbolicLink(folder.resolve("link-to-store"), folder.resolve("store"));
        server.close();
        server =
                new IntakeServer(
                        folder.resolve("spool"), LIMITS, List.of(folder.resolve("link-to-store")));

        for (var refused :
                List.of(
                        secret.toString(),
                        store.resolve("link-out").toString(),
                        store + "/../../../secret",
                        "../secret",
                        store.toString(),
                        store.resolve("missing").toString(),
                        "/dev/zero",
                        folder.resolve("store") + "-beside",
                        "nul\0l")) {
            var reply = server.answerTo(local(refused));
            assertThat(reply.status()).as(refused).isEqualTo(400);
        }
        assertThat(server.answerTo(local(file.toString())).status()).isEqualTo(200);
        assertThat(server.answerTo(local("spider/20200531_235959/page-1.json")).status())
                .isEqualTo(200);
        assertThat(server.spooled())
                .extracting(Spooled::body)
                .containsExactly("{\"releases\": []}", "{\"releases\": []}");
        assertThat(file).exists();
    }

    private static byte[] local(String name) {
        return ClientRequests.urlencoded(
                "file", changed(ClientRequests.file(), f -> f.put("local_file_name", name)));
    }

    @Test
    void answersAFullSpoolBeforeTheBodyIsRead() throws Exception {
        server.close();
        server =
                new IntakeServer(
                        folder.resolve("full"),
                        new SpoolLimits(Long.MAX_VALUE / 2, 16 << 10, 1 << 20, 1000, 400),
                        List.of());
        try (var client = server.client()) {
            client.send(
                    new String(
                                    ClientRequests.head(
                                            "file",
                                            ClientRequests.KEY,
                                            "multipart/form-data; boundary=x",
                                            1L << 30),
                                    StandardCharsets.UTF_8)
                            .replace("Host:", "Expect: 100-continue\r\nHost:"));
            var reply = client.reply();
            assertThat(reply.status()).isEqualTo(507);
            assertThat(reply.headers()).containsKey("retry-after");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/api", "/api/v1/", "/prometheus", "/robots.txt"})
    void saysWhatLivesWhere(String path) throws Exception {
        var reply = server.answerTo("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body())
                .contains(path.equals("/robots.txt") ? "Disallow: /" : "Kingfisher Process");
    }
}
