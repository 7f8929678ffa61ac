package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CleanInputTest {
    private static final String NUL = "\\" + "u0000";

    @Test
    void removesControlCharactersButLineFeedAndOne() throws IOException {
        var all = new StringBuilder();
        for (char c = 0; c < 0x30; c++) {
            all.append(c);
        }
        var clean = CleanInput.of(bytes(all.toString()), "utf-8");

        assertThat(text(clean)).isEqualTo("\u0001\n !\"#$%&'()*+,-./");
        assertThat(clean.warnings())
                .hasSize(30)
                .contains("removed the control character 0x09 (1)")
                .contains("removed the control character 0x00 (1)");
    }

    @ParameterizedTest
    @CsvSource({
        "a|b, ab",
        "|, ''",
        "\\\\|, \\\\",
        "\\\\\\|x, \\\\\\|x",
        "\\\"|, \\\"",
        "\\u000|, \\u000",
        "\\u00|00, \\u0000",
        "\\u0001|, \\u0001",
        "\\|, \\|",
        "|||, ''",
        "é|ü, éü",
        "\\u000, \\u000",
        "\\, \\"
    })
    void removesTheEscapeForNulOnlyWhereItIsOneWhereverReadsEnd(String given, String expected)
            throws IOException {
        byte[] raw = given.replace("|", NUL).getBytes(UTF_8);
        for (int cut = 0; cut <= raw.length; cut++) {
            var parts =
                    new SequenceInputStream(
                            new ByteArrayInputStream(raw, 0, cut),
                            new ByteArrayInputStream(raw, cut, raw.length - cut));
            assertThat(text(CleanInput.of(parts, "utf-8"))).isEqualTo(expected.replace("|", NUL));
        }
    }

    @Test
    void findsEscapesAtEveryPlaceOfTheBuffer() throws IOException {
        for (int before = (1 << 15) - 10; before < (1 << 15) + 10; before++) {
            String given = "x".repeat(before) + NUL + "\u0003y" + NUL;
            var clean = CleanInput.of(bytes(given), "utf8");
            assertThat(text(clean)).isEqualTo("x".repeat(before) + "y");
            assertThat(clean.warnings())
                    .containsExactly(
                            "removed the control character 0x03 (1)",
                            "removed the escape " + NUL + " (2)");
        }
    }

    @Test
    void seesAnEscapeThatControlCharactersInterrupt() throws IOException {
        assertThat(text(CleanInput.of(bytes("a\\u00\u000000b"), "utf-8"))).isEqualTo("ab");
    }

    @Test
    void warnsOfNothingInACleanFile() throws IOException {
        var clean = CleanInput.of(bytes("{\"a\": \"\\u00e9\\n\"}\n"), "UTF-8");
        assertThat(text(clean)).isEqualTo("{\"a\": \"\\u00e9\\n\"}\n");
        assertThat(clean.warnings()).isEmpty();
    }

    @Test
    void dropsAByteOrderMark() throws IOException {
        assertThat(text(CleanInput.of(bytes("\uFEFF{}"), "utf-8"))).isEqualTo("{}");
        assertThat(text(CleanInput.of(bytes("\uFEFF"), "utf-8-sig"))).isEmpty();
        assertThat(text(CleanInput.of(bytes("{"), "utf-8"))).isEqualTo("{");
    }

    @ParameterizedTest
    @CsvSource({
        "windows-1252",
        "latin-1",
        "iso8859_1",
        "utf-16",
        "UTF-16LE",
        "cp1252",
        "utf_8",
        "''"
    })
    void readsOtherEncodings(String encoding) throws IOException {
        String javaName =
                switch (encoding) {
                    case "latin-1", "iso8859_1" -> "iso-8859-1";
                    case "utf_8", "" -> "utf-8";
                    default -> encoding;
                };
        String given = "né\u0000€".replace("€", javaName.startsWith("iso") ? "" : "€");
        String longer = given.repeat(9_000);
        var raw = new ByteArrayInputStream(longer.getBytes(Charset.forName(javaName)));

        assertThat(text(CleanInput.of(raw, encoding))).isEqualTo(longer.replace("\u0000", ""));
    }

    @Test
    void namesTheByteThatIsNoTextInItsEncoding() throws IOException {
        byte[] raw = "x".repeat(40_000).concat("\u0081y").getBytes(ISO_8859_1);
        try (var clean = CleanInput.of(new ByteArrayInputStream(raw), "windows-1252")) {
            assertThatThrownBy(() -> clean.readAllBytes())
                    .isInstanceOf(MalformedTextException.class)
                    .hasMessage("byte 40000 is not text in the encoding windows-1252");
        }
    }

    @Test
    void namesTheCharacterThatTheFileLacksAtItsEnd() throws IOException {
        byte[] raw = {0x7b, 0, 0x7d};
        try (var clean = CleanInput.of(new ByteArrayInputStream(raw), "utf-16le")) {
            assertThatThrownBy(() -> clean.readAllBytes()).hasMessageStartingWith("byte 2 is not");
        }
    }

    @Test
    void refusesAnUnknownEncodingByName() {
        assertThatThrownBy(() -> CleanInput.of(bytes(""), "klingon?"))
                .isInstanceOf(UnsupportedEncodingException.class)
                .hasMessageContaining("klingon?");
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static String text(InputStream input) throws IOException {
        return new String(input.readAllBytes(), UTF_8);
    }
}
