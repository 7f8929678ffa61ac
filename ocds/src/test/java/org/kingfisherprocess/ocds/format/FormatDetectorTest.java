package org.kingfisherprocess.ocds.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.ocds.json.JsonLimits;

final class FormatDetectorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"releases\":[{\"records\":1,\"ocid\":1}]} | release package",
                "{\"releases\":[],\"x\":{},\"records\":null} | record package",
                "{\"releases\":{},\"ocid\":[]} | record",
                "{\"tag\":[\"planning\"]} | release",
                "{\"tag\":[\"planning\",\"compiled\"],\"ocid\":1} | compiled release",
                "{\"tag\":[{\"compiled\":0}]} | compiled release",
                "{\"tag\":[{\"a\":\"compiled\"}]} | release",
                "{\"tag\":[[\"compiled\"]]} | release",
                "{\"tag\":\"compiled\",\"ocid\":\"o\"} | versioned release",
                "{\"tag\":[],\"ocid\":\"o\"} | versioned release",
                "{\"tag.item\":\"compiled\"} | compiled release",
                "{\"uri\":1,\"uri\":2,\"uri\":3,\"uri\":null} | empty package",
                "{\"uri\":1,\"version\":{},\"publishedDate\":[],\"publisher\":{\"name\":[{}]}} |"
                        + " empty package",
                "{\"uri\":1,\"version\":2,\"publisher.name\":3,\"publishedDate\":4} | empty package",
                "{\"ocid\":1}{\"records\":[]} | versioned release concatenated",
                "{\"ocid\":1} 2 | versioned release concatenated",
                "{\"ocid\":1} \"x\" | versioned release concatenated",
                "{\"ocid\":1,\"\":2,\"records\":3} | versioned release concatenated",
                "[{\"ocid\":1},{\"records\":3},7] | record package array",
                "[{\"tag\":[\"a\"]},[],{\"tag\":[\"compiled\"]}] [] | compiled release concatenated"
                        + " array"
            })
    void tellsTheFormatByTheMembers(String json, String expected) throws IOException {
        assertThat(show(FormatDetector.DEFAULT.detect(bytes(json)))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | top-level JSON value is a non-OCDS array",
                "[[{\"ocid\":1}]] | top-level JSON value is a non-OCDS array",
                "{\"uri\":1,\"version\":2,\"publishedDate\":3} | top-level JSON value is a non-OCDS"
                        + " object",
                "{\"extensions\":1,\"uri\":1,\"version\":2,\"uri\":3} | top-level JSON value is a"
                        + " non-OCDS object",
                "\"x\" | top-level JSON value is a string",
                "-1 | top-level JSON value is a number",
                "false | top-level JSON value is a boolean",
                "null | top-level JSON value is a null",
            })
    void saysWhatIsNotOfOcds(String json, String expected) throws IOException {
        assertThat(FormatDetector.DEFAULT.detect(bytes(json)))
                .isEqualTo(new Detection.Unknown(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "\uFEFF{}",
                "{\"ocid\":NaN}",
                "{\"ocid\":1",
                "{\"ocid\":1} x",
                "{\"ocid\":1}}",
                "{\"ocid\":\"\u0001\"}",
                "{\"ocid\":1,}",
                "{\"ocid\":\"\\x\"}",
                "\"x",
                "{\"ocid\":1} \"x",
                "{\"releases\":[{\"a\":[1,2}]}"
            })
    void refusesWhatIsNotJson(String json) throws IOException {
        assertThat(FormatDetector.DEFAULT.detect(bytes(json)))
                .isInstanceOf(Detection.NotJson.class);
    }

    @Test
    void looksAtTheValueAtAPath() throws IOException {
        String json = "{\"a\":{\"b\":[{\"ocid\":1,\"tag\":[\"x\"]}],\"n\":7}} [1]";
        assertThat(show(at("a.b").detect(bytes(json)))).isEqualTo("release concatenated array");
        assertThat(show(at("a.b.item").detect(bytes(json)))).isEqualTo("release concatenated");
        assertThat(at("a.n").detect(bytes(json)))
                .isEqualTo(new Detection.Unknown("top-level JSON value is a number"));
        assertThat(at("a.c").detect(bytes(json))).isEqualTo(new Detection.NothingAtPath("a.c"));
    }

    @Test
    void countsAdditionalMembersOfAPackage() throws IOException {
        var detector = new FormatDetector("", List.of("extensions"));
        String json = "{\"extensions\":[],\"uri\":1,\"version\":2,\"publishedDate\":3}";
        assertThat(show(detector.detect(bytes(json)))).isEqualTo("empty package");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"records\":[ | record package",
                "[{\"uri\":\"u\",\"releases\":[ | release package array",
                "[{\"ocid\":\"o\",\"tag\":[\"x\"]}, | release array"
            })
    void readsNoMoreOfAnEndlessStreamThanIsNeeded(String beginning, String expected)
            throws IOException {
        var endless = new EndlessInput(beginning, "{\"a\":\"\\ud800\"},");
        assertThat(show(FormatDetector.DEFAULT.detectBeginning(endless, 200_000)))
                .isEqualTo(expected);
        assertThat(endless.bytesRead).isLessThan(400_000);
    }

    private static final class EndlessInput extends InputStream {
        private final byte[] beginning;
        private final byte[] repeated;
        private int bytesRead;

        EndlessInput(String beginning, String repeated) {
            this.beginning = beginning.getBytes(UTF_8);
            this.repeated = repeated.getBytes(UTF_8);
        }

        @Override
        public int read() {
            int at = bytesRead++;
            return at < beginning.length
                    ? beginning[at]
                    : repeated[(at - beginning.length) % repeated.length];
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
                target[offset + i] = (byte) read();
            }
            return length;
        }
    }

    @Test
    void splitsWhateverWasDetected() throws IOException {
        String json = "[{\"ocid\":\"a\",\"tag\":[\"x\"]}]{\"ocid\":\"b\"}";
        var detected = new DetectedFormat(Format.RELEASE, true, true);
        try (var splitter = Splitter.open(bytes(json), detected, JsonLimits.DEFAULT)) {
            int documents = 0;
            Part part = splitter.next();
            while (!(part instanceof Part.End)) {
                documents += part instanceof Part.DocumentRead ? 1 : 0;
                assertThat(part).isNotInstanceOf(Part.Problem.class);
                part = splitter.next();
            }
            assertThat(documents).isEqualTo(2);
        }
    }

    @Test
    void knowsFormatsByTheirNames() {
        for (Format format : Format.values()) {
            assertThat(Format.of(format.formatName())).hasValue(format);
        }
        assertThat(Format.of("package")).isEmpty();
    }

    private static FormatDetector at(String rootPath) {
        return new FormatDetector(rootPath, List.of());
    }

    static String show(Detection detection) {
        return detection instanceof Detection.Detected(DetectedFormat format)
                ? format.format().formatName()
                        + (format.concatenated() ? " concatenated" : "")
                        + (format.array() ? " array" : "")
                : detection.toString();
    }

    private static InputStream bytes(String json) {
        return new ByteArrayInputStream(json.getBytes(UTF_8));
    }
}
