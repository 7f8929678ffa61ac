package org.kingfisherprocess.ocds.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

    private static final JsonLimits SMALL = new JsonLimits(4, 40, 5, 6);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "false",
                "0",
                "-0",
                "1.50",
                "1E+2",
                "1e400",
                "123456789012345678901234567890.10",
                "\"\"",
                "\"a\\\"b\\\\c\\n\\u0000\\u001f\"",
                "\"\\ud800\"",
                "\"\\udc00x\"",
                "\"€ñ𝄞\u007f\"",
                "[]",
                "{}",
                "[1,[2,[{}]],\"x\"]",
                "{\"b\":1,\"a\":{\"c\":[null]}}"
            })
    void writesWhatItReadsByteForByte(String json) {
        assertThat(JsonReader.read(json)).hasToString(json);
    }

    @Test
    void lastOfEqualNamesWinsAtTheFirstOnesPlace() {
        assertThat(JsonReader.read("{\"a\":1,\"b\":2,\"a\":3}")).hasToString("{\"a\":3,\"b\":2}");
    }

    @Test
    void writesLongStringsAcrossItsBuffer() {
        var text = "ñ\"x𝄞\ud800".repeat(20_000);
        var value = new JsonString(text);
        assertThat(JsonReader.read(JsonWriter.toBytes(value))).isEqualTo(value);
    }

    @Test
    void comparesObjectsWithoutTheirOrderAndNumbersByText() {
        assertThat(JsonReader.read("{\"a\":1,\"b\":[2]}"))
                .isEqualTo(JsonReader.read("{\"b\":[2],\"a\":1}"))
                .hasSameHashCodeAs(JsonReader.read("{\"b\":[2],\"a\":1}"))
                .isNotEqualTo(JsonReader.read("{\"a\":1.0,\"b\":[2]}"));
    }

    @Test
    void findsAndRemovesMembersOfLargeObjects() {
        var object = new JsonObject();
        for (int i = 0; i < 100; i++) {
            object.put("name" + i, JsonNumber.of(i));
        }
        object.remove("name7");
        object.remove("absent");
        assertThat(object.size()).isEqualTo(99);
        assertThat(object.has("name7")).isFalse();
        assertThat(object.get("name99")).isEqualTo(JsonNumber.of(99));
        assertThat(object.nameAt(7)).isEqualTo("name8");
    }

    @Test
    void copiesShareNothingThatCanChange() {
        var original = (JsonObject) JsonReader.read("{\"a\":{\"b\":[1]}}");
        var copy = original.copy();
        ((JsonObject) copy.valueAt(0)).put("c", JsonLiteral.TRUE);
        assertThat(original).hasToString("{\"a\":{\"b\":[1]}}");
    }

    @Test
    void readsValuesOneAfterTheOther() {
        var json = "{\"a\":1}\n{\"a\":2}[3] 4 \"five\" ".getBytes(StandardCharsets.UTF_8);
        var values = new ArrayList<String>();
        try (var reader = JsonReader.over(new ByteArrayInputStream(json), JsonLimits.DEFAULT)) {
            for (var value = reader.next(); value.isPresent(); value = reader.next()) {
                values.add(value.get().toString());
            }
        }
        assertThat(values).containsExactly("{\"a\":1}", "{\"a\":2}", "[3]", "4", "\"five\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,]",
                "{\"a\":1,}",
                "{a:1}",
                "NaN",
                "Infinity",
                "01",
                "1.",
                ".5",
                "+1",
                "'a'",
                "\"\t\"",
                "\"\\x\"",
                "// c\n1",
                "1 2",
                "{} {}",
                "nul",
                "\uFEFF1"
            })
    void refusesWhatIsNotOneValue(String text) {
        assertThatThrownBy(() -> JsonReader.read(text)).isInstanceOf(InvalidJsonException.class);
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThatThrownBy(() -> JsonReader.read(new byte[] {'"', (byte) 0xC3, '"'}))
                .isInstanceOf(InvalidJsonException.class);
        assertThatThrownBy(() -> JsonReader.read(new byte[] {0, '1', 0, '2'}))
                .isInstanceOf(InvalidJsonException.class);
    }

    @Test
    void saysWhereTheErrorIs() {
        var error =
                catchThrowableOfType(
                        InvalidJsonException.class, () -> JsonReader.read("{\"a\": 1,\n \"b\": }"));
        assertThat(error.line()).isEqualTo(2);
        assertThat(error.byteOffset()).isBetween(15L, 17L);
        assertThat(error).hasMessageContaining("line 2, column");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[[[[[1]]]]]",
                "123456",
                "{\"abcdefgh\":1}",
                "\"0123456789012345678901234567890123456789\""
            })
    void refusesWhatIsBeyondALimit(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> JsonReader.read(bytes, SMALL))
                .isInstanceOf(InvalidJsonException.class);
        try (var reader = JsonReader.over(new ByteArrayInputStream(bytes), SMALL)) {
            assertThatThrownBy(reader::next).isInstanceOf(InvalidJsonException.class);
        }
    }

    @Test
    void limitsTheDocumentNotTheStream() {
        var json = "[1,2,3]\n".repeat(100).getBytes(StandardCharsets.UTF_8);
        int count = 0;
        try (var reader = JsonReader.over(new ByteArrayInputStream(json), SMALL)) {
            while (reader.next().isPresent()) {
                count++;
            }
        }
        assertThat(count).isEqualTo(100);
    }

    @Test
    void stopsReadingAnEndlessDocument() {
        var endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return ' ';
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) {
                        Arrays.fill(bytes, offset, offset + length, (byte) ' ');
                        return length;
                    }
                };
        try (var reader = JsonReader.over(endless, SMALL)) {
            assertThatThrownBy(reader::next).isInstanceOf(InvalidJsonException.class);
        }
    }

    @Test
    void passesOnTheStreamsOwnError() {
        var broken =
                new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("gone");
                    }

                    @Override
                    public int read(byte[] bytes, int offset, int length) throws IOException {
                        throw new IOException("gone");
                    }
                };
        assertThatThrownBy(
                        () -> {
                            try (var reader = JsonReader.over(broken, SMALL)) {
                                reader.next();
                            }
                        })
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("gone");
    }
}
