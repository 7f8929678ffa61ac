package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CanonicalReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | {}",
                "[ ] | []",
                "{\"b\":1 , \"a\" : [true,false , null]} | {\"a\":[true,false,null],\"b\":1}",
                "{\"a\":1,\"a\":{\"z\":[],\"y\":{}}} | {\"a\":{\"y\":{},\"z\":[]}}",
                "{\"b\":1,\"a\":2,\"b\":3} | {\"a\":2,\"b\":3}",
                "[[1,2],[],[{}]] | [[1,2],[],[{}]]",
                "-0.10E+05 | -0.10E+05",
                "12345678901234567890.1234567890123456789 | 12345678901234567890.1234567890123456789",
                "\"\\u0041\\/\\u00e9\\ud83d\\ude00\\u001f\\t\\u0009\\\"\\u0022\\u005C\" |"
                        + " \"A/é😀\\u001f\\t\\t\\\"\\\"\\\\\"",
                "{\"longer name b\":1,\"longer name a\":2} | {\"longer name a\":2,\"longer name b\":1}",
                "{\"ab\":1,\"a\":2,\"\":3} | {\"\":3,\"a\":2,\"ab\":1}",
                "{\"😀\":1,\"\uffee\":2,\"\\uffed\":3} | {\"\uffed\":3,\"\uffee\":2,\"😀\":1}",
                "{\"]\":0,\"\\\\\":1,\"[\":2,\"\\\"\":3,\"!\":4} |"
                        + " {\"!\":4,\"\\\"\":3,\"[\":2,\"\\\\\":1,\"]\":0}"
            })
    void writesTheCanonicalForm(String given, String expected) {
        assertThat(CanonicalJson.of(given)).hasToString(expected);
    }

    @Test
    void hashesAsPythonDoes() {
        assertThat(CanonicalJson.of("{}").md5()).isEqualTo("99914b932bd37a50b983c5e7c90ae93b");
        assertThat(CanonicalJson.of("{\"é\": \"😀 x\\u007f\", \"a\": [1.50, \"\\b\"]}").md5())
                .isEqualTo("5583bcc284939d183eaa16734376a7f3");
        assertThat(CanonicalJson.of("[\"" + "é".repeat(5000) + "x".repeat(200) + "ü\"]").md5())
                .isEqualTo("69922c891752b30065a1c8850aa67579");
    }

    @Test
    void sortsManyMembersAndKeepsTheLastOfEqualNames() {
        var given = new StringBuilder("{");
        for (int i = 999; i >= 0; i--) {
            given.append("\"k%03d\":0,".formatted(i)).append("\"k%03d\":%d,".formatted(i, i));
        }
        given.append("\"z\":0}");
        String form = CanonicalJson.of(given.toString()).toString();
        assertThat(form).startsWith("{\"k000\":0,\"k001\":1,\"k002\":2,").endsWith(",\"z\":0}");
        assertThat(form.split(",")).hasSize(1001);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":[0,{\"b\":\"x\\ud800y\"}]} | a/1/b | column 16",
                "{\"a\":\"\\ude00\\ud83d\"} | a | lone surrogate",
                "{\"a\":{\"\\ud800\":1}} | a | lone surrogate",
                "[1,\"\\u0000\"] | 1 | cannot be stored",
                "{\"a\":\"\u0001\"} | a | control character 0x01",
                "{\"a\":\"\\x\"} | a | no escape",
                "{\"a\":\"\\u12x4\"} | a | four hexadecimal digits",
                "{\"a\":[1e999999]} | a/0 | more digits",
                "{\"a\":1e131072} | a | more digits",
                "{\"a\":0.1e-16383} | a | more digits",
                "{\"a\":0e-16384} | a | more digits",
                "{\"a\":1e99999999999999999999} | a | more digits",
                "[[[[[[[[[[[ ]]]]]]]]]]] | 0/0/0/0/0/0/0/0/0 | deeper than the limit of 10",
            })
    void refusesOneDocumentAndReadsOn(String given, String path, String problem)
            throws IOException {
        var limits = new JsonLimits(10, 1000, 200_000, 100);
        var scanner = scanner((given + "{\"next\":1}").getBytes(UTF_8), limits);
        var reader = new CanonicalReader(scanner, limits);

        var refused = (CanonicalReader.Refused) reader.read(scanner.next());
        assertThat(refused.message()).contains(problem);
        assertThat(refused.path()).startsWith(path);
        assertThat(reader.read(scanner.next()))
                .isEqualTo(new CanonicalReader.Read(CanonicalJson.of("{\"next\":1}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e131071", "0e999999", "0.000e131072", "1e-16383", "100e-16383", "-0"})
    void keepsNumbersThatPostgresqlHolds(String number) {
        assertThat(CanonicalJson.of(number)).hasToString(number);
        assertThat(CanonicalJson.of("9".repeat(131_072)).utf8()).hasSize(131_072);
    }

    @Test
    void refusesWhatIsTooLong() throws IOException {
        var limits = new JsonLimits(10, 100, 20, 5);
        String given =
                "[\"" + "x".repeat(200_000) + "\"] {\"123456\":1} [" + "1".repeat(21) + "] [1]";
        var scanner = scanner(given.getBytes(UTF_8), limits);
        var reader = new CanonicalReader(scanner, limits);

        assertThat(refusal(reader, scanner)).contains("longer than the limit of 100 bytes");
        assertThat(refusal(reader, scanner)).contains("a name is longer");
        assertThat(refusal(reader, scanner)).contains("a number is longer");
        assertThat(reader.read(scanner.next())).isInstanceOf(CanonicalReader.Read.class);
    }

    @Test
    void namesTheByteThatIsNotUtf8() throws IOException {
        var scanner = scanner("[\"a\",\n\"\u00e9x\"]".getBytes(ISO_8859_1), JsonLimits.DEFAULT);
        var reader = new CanonicalReader(scanner, JsonLimits.DEFAULT);
        assertThat(refusal(reader, scanner))
                .isEqualTo("line 2, column 2 (byte 7): the byte 0xe9 is not UTF-8 at 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "[1,]",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "[1 2]",
                "nul",
                "truth",
                "01",
                "1.",
                ".5",
                "+1",
                "-",
                "1e",
                "1e+",
                "NaN",
                "\"a",
                "\"\\",
                "]",
                "{]",
                "[}",
                "{\"a\" 1}",
                "{} {}",
                "'a'",
                "[1.2.3]",
                "--1",
                "\uFEFF{}"
            })
    void refusesWhatIsNotJson(String given) {
        assertThatThrownBy(() -> CanonicalJson.of(given))
                .isInstanceOf(JsonSyntaxException.class)
                .hasMessageContaining("line 1, column ");
    }

    @Test
    void saysWhereTheJsonBreaks() {
        assertThatThrownBy(() -> CanonicalJson.of("{\n \"a\": 1\n \"b\": 2}"))
                .hasMessage("line 3, column 2 (byte 11): expected ',' or '}', but found '\"'");
    }

    @Test
    void readsTheSameWhereverTheBufferEnds() {
        String unit = "\"é\\u00e9\\ud83d\\ude00\\n\",-1.5e3,true,{\"ключ\":null}";
        String expected = "\"éé😀\\n\",-1.5e3,true,{\"ключ\":null}";
        for (int before = 0; before < unit.length() + 8; before++) {
            String pad = "x".repeat((1 << 16) - 60 + before);
            assertThat(CanonicalJson.of("[\"" + pad + "\"," + unit + "]"))
                    .hasToString("[\"" + pad + "\"," + expected + "]");
        }
    }

    @Test
    void knowsTheMembersOfTheDocumentJustRead() throws IOException {
        String given =
                "{\"z\":\"\\u00e9\\n\",\"tag\":[\"a\",[\"no\"],{\"b\":\"no\"},\"c\\\"\"],\"n\":1.0,"
                        + "\"a\":{\"z\":1},\"z\":\"last\"}";
        var scanner = scanner(given.getBytes(UTF_8), JsonLimits.DEFAULT);
        var reader = new CanonicalReader(scanner, JsonLimits.DEFAULT);
        reader.read(scanner.next());

        assertThat(reader.member("z")).hasValue(new MemberValue.Text("last"));
        assertThat(reader.member("n")).hasValue(new MemberValue.Numeral("1.0"));
        assertThat(reader.member("a")).hasValue(new MemberValue.Other());
        assertThat(reader.member("tag").map(Object::toString))
                .isEqualTo(Optional.of("Texts[texts=[a, c\"]]"));
        assertThat(reader.member("b")).isEmpty();
    }

    private static String refusal(CanonicalReader reader, JsonScanner scanner) throws IOException {
        return ((CanonicalReader.Refused) reader.read(scanner.next())).message();
    }

    private static JsonScanner scanner(byte[] json, JsonLimits limits) {
        return new JsonScanner(
                new ByteArrayInputStream(json), limits, JsonScanner.BrokenText.TOLERATED);
    }
}
