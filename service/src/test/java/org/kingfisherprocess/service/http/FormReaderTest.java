package org.kingfisherprocess.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormReaderTest {
    private static final String BOUNDARY = "b7a8c9d0-1e2f-4a5b-8c6d-7e8f9a0b1c2d";

    private record Read(String name, String fileName, String value) {}

    /// Gives its bytes in pieces of random sizes, as a network does.
    private static final class InPieces extends InputStream {
        private final InputStream bytes;
        private final Random random;

        InPieces(byte[] bytes, Random random) {
            this.bytes = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("read by the byte");
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return bytes.read(
                    target,
                    offset,
                    Math.min(length, 1 + random.nextInt(random.nextBoolean() ? 3 : 200)));
        }
    }

    private static List<Read> readAll(FormReader form) throws IOException {
        var fields = new ArrayList<Read>();
        for (var field = form.next(); field.isPresent(); field = form.next()) {
            var read = field.orElseThrow();
            fields.add(
                    new Read(
                            read.name(),
                            read.fileName(),
                            new String(
                                    read.content().readAllBytes(), StandardCharsets.ISO_8859_1)));
        }
        return fields;
    }

    private static MultipartReader multipart(String body) {
        return new MultipartReader(stream(body), BOUNDARY, 100);
    }

    private static UrlencodedReader urlencoded(String body) {
        return new UrlencodedReader(stream(body), 100);
    }

    private static InputStream stream(String body) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
    }

    @RepeatedTest(300)
    void multipartIsTheSameHoweverItsBytesArrive() throws IOException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var body = new ByteArrayOutputStream();
        var expected = new ArrayList<Read>();
        body.writeBytes(
                random.nextBoolean()
                        ? "a preamble\r\n".getBytes(StandardCharsets.UTF_8)
                        : new byte[0]);
        for (var part = random.nextInt(6); part >= 0; part--) {
            var value = trickyValue(random);
            expected.add(new Read("part" + part, "f.json", value));
            body.writeBytes(
                    "--%s\r\nContent-Disposition: form-data; name=\"part%d\"; filename=\"f.json\"\r\nContent-Length: %d\r\n\r\n"
                            .formatted(BOUNDARY, part, value.length())
                            .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        }
        body.writeBytes("--%s--\r\nepilogue".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8));

        var read =
                readAll(
                        new MultipartReader(
                                new InPieces(body.toByteArray(), random), BOUNDARY, 100));

        assertThat(read).as("seed %d", seed).isEqualTo(expected);
    }

    /// Pieces that look like the beginning of a delimiter, and long ones that cross the buffer's
    /// edge.
    private static String trickyValue(Random random) {
        var pieces =
                List.of(
                        "\r",
                        "\n",
                        "\r\n",
                        "\r\n-",
                        "\r\n--",
                        "\r\n--" + BOUNDARY.substring(0, 20),
                        "\r\r\n--" + BOUNDARY.substring(0, 35),
                        "--" + BOUNDARY,
                        "{\"a\": 1}",
                        "\u00e9\u0000\u00ff",
                        "x".repeat(random.nextInt(70_000)));
        var value = new StringBuilder();
        for (var i = random.nextInt(12); i > 0; i--) {
            value.append(pieces.get(random.nextInt(pieces.size())));
        }
        // Pieces side by side may have made a real delimiter, and so may what is left when one is
        // taken out.
        var delimiter = "\r\n--" + BOUNDARY;
        for (var at = value.indexOf(delimiter); at >= 0; at = value.indexOf(delimiter)) {
            value.delete(at, at + delimiter.length());
        }
        return value.toString();
    }

    @RepeatedTest(300)
    void urlencodedIsTheSameHoweverItsBytesArrive() throws IOException {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var body = new StringBuilder();
        var expected = new ArrayList<Read>();
        for (var field = 0; field < 1 + random.nextInt(6); field++) {
            var value = trickyText(random);
            body.append(random.nextInt(4) == 0 ? "&&" : field == 0 ? "" : "&");
            body.append("f%5B")
                    .append(field)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            expected.add(
                    new Read(
                            "f[" + field,
                            "",
                            new String(
                                    value.getBytes(StandardCharsets.UTF_8),
                                    StandardCharsets.ISO_8859_1)));
        }
        var bytes = body.toString().getBytes(StandardCharsets.UTF_8);

        var read = readAll(new UrlencodedReader(new InPieces(bytes, random), 100));

        assertThat(read).as("seed %d", seed).isEqualTo(expected);
    }

    private static String trickyText(Random random) {
        var pieces =
                List.of(
                        "%",
                        "+",
                        "&",
                        "=",
                        "ñ€𝄞",
                        "\u0000",
                        "{\"a b\": \"c\"}",
                        "x".repeat(random.nextInt(40_000)));
        var value = new StringBuilder();
        for (var i = random.nextInt(12); i > 0; i--) {
            value.append(pieces.get(random.nextInt(pieces.size())));
        }
        return value.toString();
    }

    @Test
    void skipsWhatIsNotRead() throws IOException {
        var form =
                multipart(
                        "--%1$s\r\nContent-Disposition: form-data; name=a\r\n\r\nlong\r\n--%1$s\r\ncontent-disposition: form-data; name=b\r\n\r\nB\r\n--%1$s--"
                                .formatted(BOUNDARY));
        form.next();
        assertThat(form.next().orElseThrow().text(10)).isEqualTo("B");
        assertThat(form.next()).isEmpty();
        assertThat(form.next()).isEmpty();

        var urlencoded = urlencoded("a=long&b=B");
        urlencoded.next();
        assertThat(urlencoded.next().orElseThrow().text(10)).isEqualTo("B");
        assertThat(urlencoded.next()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "filename=\"a b.json\"|a b.json",
                "filename=plain.json|plain.json",
                "filename=\"with \\\"quotes\\\".json\"|with \"quotes\".json",
                "filename=\"C:\\dir\\file.json\"|C:\\dir\\file.json",
                "filename=\"semi;colon.json\"|semi;colon.json",
                "filename=\"x\"; filename*=UTF-8''na%C3%AFve%20file+1.json|naïve file+1.json",
                "filename=\"año.json\"|año.json"
            })
    void readsFileNamesAsClientsWriteThem(String parameter, String fileName) throws IOException {
        var form =
                multipart(
                        "--%1$s\r\nContent-Disposition: form-data; name=\"file\"; %2$s\r\nContent-Type: application/json\r\n\r\n{}\r\n--%1$s--\r\n"
                                .formatted(BOUNDARY, parameter));
        assertThat(form.next().orElseThrow().fileName()).isEqualTo(fileName);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no boundary at all",
                "--B\r\nContent-Disposition: form-data; name=a\r\n\r\nno end",
                "--B\r\nContent-Disposition: form-data; name=a\r\n\r\nno end\r\n--",
                "--B\r\nContent-Disposition: form-data; name=a",
                "--B\r\n\r\nno name\r\n--B--",
                "--B and more\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--B--"
            })
    void refusesABrokenMultipart(String body) {
        assertThatThrownBy(() -> readAll(new MultipartReader(stream(body), "B", 100)))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(400));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data=%", "data=%4", "data=a%zz", "data=%4&b=1", "x=1&data=ok%G1"})
    void refusesABrokenEscapeNamingTheField(String body) {
        assertThatThrownBy(() -> readAll(urlencoded(body)))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageContaining("data has the broken percent-escape");
    }

    @Test
    void countsAndMeasuresFields() {
        assertThatThrownBy(() -> readAll(new UrlencodedReader(stream("a=1&b=2&c=3"), 2)))
                .hasMessageContaining("more than 2 fields");
        assertThatThrownBy(() -> urlencoded("a=12345").next().orElseThrow().text(4))
                .isInstanceOfSatisfying(
                        HttpException.class, e -> assertThat(e.status()).isEqualTo(413))
                .hasMessageContaining("the field a is longer than 4 bytes");
    }

    @Test
    void aFieldWithoutAValueIsEmpty() throws IOException {
        assertThat(readAll(urlencoded("a&b=&c=x=y")))
                .containsExactly(
                        new Read("a", "", ""), new Read("b", "", ""), new Read("c", "", "x=y"));
    }
}
