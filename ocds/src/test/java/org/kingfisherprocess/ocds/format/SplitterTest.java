package org.kingfisherprocess.ocds.format;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kingfisherprocess.ocds.json.CleanInput;
import org.kingfisherprocess.ocds.json.JsonLimits;

/// Parts are shown as one text each: `+0` an item begins, `RELEASE {...}` a document, `-0 {...}` an
/// item ends (`!0` if it broke off), `ITEM path: message` a problem.
final class SplitterTest {
    private static final String R1 = "{\"ocid\":\"o1\"}";
    private static final String R2 = "{\"ocid\":\"o2\"}";
    private static final String P1 =
            "{\"uri\":\"u\",\"releases\":[" + R1 + "],\"version\":\"1.1\"}";
    private static final String P2 = "{\"releases\":[" + R2 + "]}";
    private static final String META = "{\"uri\":\"u\",\"version\":\"1.1\"}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "release | r1 | +0, RELEASE r1, -0 {}",
                "release | r1 r2 | +0, RELEASE r1, -0 {}, +1, RELEASE r2, -1 {}",
                "compiled_release | r1 | +0, COMPILED_RELEASE r1, -0 {}",
                "record | r1 | +0, RECORD r1, -0 {}",
                "release_list | [r1,null,r2] | +0, RELEASE r1, -0 {}, +2, RELEASE r2, -2 {}",
                "record_list | [r1][r2] | +0, RECORD r1, -0 {}, +1, RECORD r2, -1 {}",
                "release_package | p1 | +0, RELEASE r1, -0 meta",
                "release_package | p1p2 | +0, RELEASE r1, -0 meta, +1, RELEASE r2, -1 {}",
                "release_package | null p2 | +1, RELEASE r2, -1 {}",
                "release_package | {\"releases\":[]} | +0, -0 {}",
                "release_package | {\"releases\":[r1,null,r2]} | +0, RELEASE r1, RELEASE r2, -0 {}",
                "record_package | {\"records\":[r1],\"releases\":[]} |"
                        + " +0, RECORD r1, -0 {\"releases\":[]}",
                "release_package_list | [p1,p2] | +0, RELEASE r1, -0 meta, +1, RELEASE r2, -1 {}",
                "release_package_list | [] | ''",
                "record_package_list | [null,{\"records\":[r1]}] | +1, RECORD r1, -1 {}",
                "release_package_list_in_results | {\"a\":[1],\"results\":[p1,p2],\"b\":{}} |"
                        + " +0, RELEASE r1, -0 meta, +1, RELEASE r2, -1 {}",
                "record_package_list_in_results | {\"results\":[{\"records\":[r2]}]} |"
                        + " +0, RECORD r2, -0 {}",
                "release_package_in_ocdsReleasePackage_in_list_in_results |"
                        + " {\"results\":[{\"id\":{},\"ocdsReleasePackage\":p1,\"x\":[]}]} |"
                        + " +0, RELEASE r1, -0 meta",
                "release_in_Release | {\"a\":1,\"Release\":r1} | +0, RELEASE r1, -0 {}",
                "release_in_Release_json_lines | {\"Release\":r1}¶{\"Release\":r2} |"
                        + " +0, RELEASE r1, -0 {}, +1, RELEASE r2, -1 {}",
                "release_package_json_lines | p1¶p2¶¶ | "
                        + "+0, RELEASE r1, -0 meta, +1, RELEASE r2, -1 {}",
                "record_package_json_lines | {¶\"records\":[¶r1]}null¶ | +0, RECORD r1, -0 {}",
                "record_package_json_lines | {\"records\":[¶{\"records\":[r1]}¶ |"
                        + " +0, ITEM : line 2, column 1 (byte 13): the line before ends within its value, !0 {},"
                        + " +1, RECORD r1, -1 {}",
                "release_package_json_lines | '' | ''",
            })
    void splitsEveryDataType(String type, String given, String expected) throws IOException {
        String file = fill(given);
        assertThat(String.join(", ", parts(type, file))).isEqualTo(fill(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "release_package | [p1] | FILE : release_package is an object, but this is an array;"
                        + " it looks like the data type release_package_list",
                "release_package | [r1] | FILE : release_package is an object, but this is an array;"
                        + " it looks like the data type release_list",
                "release_package | 7 | FILE : release_package is an object, but this is a number",
                "release_package | '' | FILE : the file is empty: there is no JSON value in it",
                "release_list | p1 | FILE : release_list is an array, but this is an object;"
                        + " it looks like the data type release_package",
                "record_list | {\"Release\":{}} | FILE : record_list is an array, but this is an"
                        + " object; it looks like the data type release_in_Release",
                "release_list | {\"results\":[p1]} | FILE : release_list is an array, but this is an"
                        + " object; it looks like the data type release_package_list_in_results",
                "record_package_list_in_results | {\"records\":[]} | FILE :"
                        + " record_package_list_in_results is an object with the member \"results\","
                        + " but this is an object without it; it looks like the data type"
                        + " record_package",
                "record_package_list_in_results | {\"results\":{}} |"
                        + " FILE results: this is an object, not an array",
                "release_package | {\"records\":[]} | +0, ITEM releases: there is no such member, -0"
                        + " {\"records\":[]}",
                "release_package | {\"releases\":null} |"
                        + " +0, ITEM releases: this is null, not an array, -0 {}",
                "release_package | {\"releases\":[r1],\"releases\":[r2]} | +0, RELEASE r1, ITEM"
                        + " releases: this member stands here twice, RELEASE r2, -0 {}",
                "release_package | {\"releases\":[1,r1,[{}]]} | +0, ITEM releases/0: this is a"
                        + " number, not an object, RELEASE r1, ITEM releases/2: this is an array, not"
                        + " an object, -0 {}",
                "release_package_list | [\"x\",p2] | +0, ITEM 0: this is a text, not an object,"
                        + " !0 {}, +1, RELEASE r2, -1 {}",
                "release_package | {\"releases\":[{},{\"ocid\":\"\"},{\"ocid\":1},r1]} | +0, ITEM"
                        + " releases/0/ocid: there is no ocid, so the document was skipped, ITEM"
                        + " releases/1/ocid: the ocid is empty, so the document was skipped, ITEM"
                        + " releases/2/ocid: the ocid is not a text, so the document was skipped,"
                        + " RELEASE r1, -0 {}",
                "release_package_in_ocdsReleasePackage_in_list_in_results |"
                        + " {\"results\":[{},{\"ocdsReleasePackage\":null}]} | +0, ITEM"
                        + " results/0/ocdsReleasePackage: there is no such member, -0 {}, +1, ITEM"
                        + " results/1/ocdsReleasePackage: this is null, not an object, -1 {}",
                "release_package | {\"a\":{\"b\":[1,\"\\ud800\"]},\"releases\":[{\"ocid\":\"o\",\"t\":"
                        + "[1e999999]},r1]} | +0, ITEM a/b/1: line 1, column 15 (byte 14): the escape"
                        + " \\ud800 is half a character (a lone surrogate), ITEM releases/0/t/0: line"
                        + " 1, column 62 (byte 61): the number before this has more digits than"
                        + " PostgreSQL can store (131,072 before the point, 16,383 after it), RELEASE"
                        + " r1, -0 {}",
            })
    void saysWhatDoesNotFit(String type, String given, String expected) throws IOException {
        assertThat(String.join(", ", parts(type, fill(given)))).isEqualTo(fill(expected));
    }

    @Test
    void keepsCompleteItemsOfAFileThatBreaksOff() throws IOException {
        String file = fill("[p1,\n{\"uri\":\"u\",\"releases\":[r1,");
        assertThat(parts("release_package_list", file))
                .containsExactly(
                        "+0",
                        "RELEASE " + R1,
                        "-0 " + META,
                        "+1",
                        "RELEASE " + R1,
                        "FILE 1: line 2, column 38 (byte %d): expected a value, but the text ends"
                                .formatted(file.length()),
                        "!1 {\"uri\":\"u\"}");
    }

    @Test
    void resumesAtTheNextLineWhereverALineIsCut() throws IOException {
        for (int cut = 1; cut < P1.length(); cut++) {
            String file = P2 + "\n" + P1.substring(0, cut) + "\n" + P2 + "\n" + P2;
            List<String> parts = parts("release_package_json_lines", file);
            assertThat(parts.subList(0, 3)).containsExactly("+0", "RELEASE " + R2, "-0 {}");
            assertThat(parts).filteredOn(part -> part.startsWith("!")).hasSize(1);
            assertThat(parts.getLast()).startsWith("-").endsWith(" {}");
            assertThat(parts)
                    .filteredOn(part -> part.equals("RELEASE " + R2))
                    .hasSizeGreaterThan(1);
        }
    }

    @Test
    void resumesAfterALineThatIsNoJson() throws IOException {
        assertThat(parts("release_package_json_lines", fill("oops {\np2\n7\np2 x\np2\n{\"a")))
                .containsExactly(
                        "+0",
                        "ITEM : line 1, column 1 (byte 0): expected a value, but found 'o'",
                        "!0 {}",
                        "+1",
                        "RELEASE " + R2,
                        "-1 {}",
                        "+2",
                        "ITEM : this is a number, not an object",
                        "!2 {}",
                        "+3",
                        "RELEASE " + R2,
                        "-3 {}",
                        "+4",
                        "ITEM : line 4, column 30 (byte 67): expected a value, but found 'x'",
                        "!4 {}",
                        "+5",
                        "RELEASE " + R2,
                        "-5 {}",
                        "+6",
                        "ITEM : line 6, column 4 (byte 101): the text ends between quotes",
                        "!6 {}");
    }

    @Test
    void stopsAtBytesThatAreNoText() throws IOException {
        byte[] raw = (P2 + "\ud800x").getBytes(UTF_16LE);
        raw[raw.length - 4] = 0;
        raw[raw.length - 3] = (byte) 0xdc;
        var input = CleanInput.of(new ByteArrayInputStream(raw), "utf-16le");
        try (var splitter = Splitter.open(input, DataType.RELEASE_PACKAGE, JsonLimits.DEFAULT)) {
            assertThat(drain(splitter))
                    .contains("RELEASE " + R2)
                    .endsWith(
                            "FILE : byte %d is not text in the encoding UTF-16LE"
                                    .formatted(raw.length - 4));
        }
    }

    @Test
    void knowsThePackageDataSoFar() throws IOException {
        try (var splitter = open("release_package", P1)) {
            splitter.next();
            assertThat(splitter.next()).isInstanceOf(Part.DocumentRead.class);
            assertThat(splitter.packageDataSoFar()).hasToString("{\"uri\":\"u\"}");
        }
    }

    @Test
    void boundsDocumentsAndPackageData() throws IOException {
        String big = "\"" + "x".repeat(100_000) + "\"";
        String file =
                fill("{\"a\":1,\"big\":%s,\"releases\":[{\"ocid\":%s},r1]}".formatted(big, big));
        var limits = new JsonLimits(10, 1000, 100, 100);
        var input = new ByteArrayInputStream(file.getBytes(UTF_8));
        try (var splitter = Splitter.open(input, DataType.RELEASE_PACKAGE, limits)) {
            assertThat(drain(splitter))
                    .satisfiesExactly(
                            p -> assertThat(p).isEqualTo("+0"),
                            p -> assertThat(p).startsWith("ITEM big: ").contains("1,000 bytes"),
                            p ->
                                    assertThat(p)
                                            .startsWith("ITEM releases/0/ocid: ")
                                            .contains("1,000 bytes"),
                            p -> assertThat(p).isEqualTo("RELEASE " + R1),
                            p -> assertThat(p).isEqualTo("-0 {\"a\":1}"));
        }
    }

    @Test
    void tellsOcidIdDateAndTags() throws IOException {
        String release =
                "{\"tag\":[\"compiled\",7],\"id\":7,\"date\":\"2020-01-01\",\"ocid\":\"\\u00f6\"}";
        try (var splitter = open("release", release)) {
            splitter.next();
            var document = ((Part.DocumentRead) splitter.next()).document();
            assertThat(document.ocid()).isEqualTo("ö");
            assertThat(document.id()).isEqualTo("7");
            assertThat(document.date()).isEqualTo("2020-01-01");
            assertThat(document.tags()).containsExactly("compiled");
            assertThat(document.isTaggedCompiled()).isTrue();
        }
    }

    @Test
    void findsEveryTypeByItsName() {
        for (DataType type : DataType.values()) {
            assertThat(DataType.of(type.typeName())).hasValue(type);
        }
        assertThat(DataType.of("release-package")).isEmpty();
    }

    private static String fill(String shorthand) {
        return shorthand
                .replace('¶', '\n')
                .replaceAll("\\br1\\b", R1)
                .replaceAll("\\br2\\b", R2)
                .replaceAll("p1", P1)
                .replaceAll("p2", P2)
                .replaceAll("\\bmeta\\b", META);
    }

    private static Splitter open(String type, String file) {
        return Splitter.open(
                new ByteArrayInputStream(file.getBytes(UTF_8)),
                DataType.of(type).orElseThrow(),
                JsonLimits.DEFAULT);
    }

    private static List<String> parts(String type, String file) throws IOException {
        try (var splitter = open(type, file)) {
            return drain(splitter);
        }
    }

    private static List<String> drain(Splitter splitter) throws IOException {
        var shown = new ArrayList<String>();
        while (true) {
            switch (splitter.next()) {
                case Part.ItemStart(long number) -> shown.add("+" + number);
                case Part.DocumentRead(Document document) ->
                        shown.add(document.kind() + " " + document.json());
                case Part.Problem problem ->
                        shown.add(
                                problem.scope() + " " + problem.path() + ": " + problem.message());
                case Part.ItemEnd end ->
                        shown.add(
                                (end.whole() ? "-" : "!") + end.number() + " " + end.packageData());
                case Part.End _ -> {
                    assertThat(splitter.next()).isInstanceOf(Part.End.class);
                    return shown;
                }
            }
        }
    }
}
