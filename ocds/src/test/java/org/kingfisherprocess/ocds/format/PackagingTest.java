package org.kingfisherprocess.ocds.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.RandomJson;

final class PackagingTest {
    @Test
    void wrapsDocumentsIntoAPackage() throws IOException {
        var data = new PackageData("u", "Añ", "2020-01-01T00:00:00Z", "1.1", List.of("https://e"));
        var output = new ByteArrayOutputStream();
        try (var writer = new PackageWriter(output, Document.Kind.RECORD, data.toCanonicalJson())) {
            writer.add(CanonicalJson.of("{\"ocid\":1}"));
            writer.add(CanonicalJson.of("{\"ocid\":2}"));
        }
        assertThat(output.toString(UTF_8))
                .isEqualTo(
                        "{\"extensions\":[\"https://e\"],\"publishedDate\":\"2020-01-01T00:00:00Z\","
                                + "\"publisher\":{\"name\":\"Añ\"},\"uri\":\"u\",\"version\":\"1.1\","
                                + "\"records\":[{\"ocid\":1},{\"ocid\":2}]}");
    }

    @Test
    void writesAPackageOfNothing() throws IOException {
        var output = new ByteArrayOutputStream();
        var writer = new PackageWriter(output, Document.Kind.RELEASE, CanonicalJson.EMPTY_OBJECT);
        writer.close();
        writer.close();
        assertThat(output.toString(UTF_8)).isEqualTo("{\"releases\":[]}");
    }

    @Test
    void refusesPackageDataThatIsNoObject() {
        var output = new ByteArrayOutputStream();
        assertThatThrownBy(() ->
                        new PackageWriter(output, Document.Kind.RELEASE, CanonicalJson.of("[]")))
                .hasMessageContaining("must be an object");
        assertThatThrownBy(() -> new PackageSplit(0)).hasMessageContaining("1 document or more");
    }

    @Test
    void splitsPackagesAndLeavesOutWhatBreaksOff() throws IOException {
        String file =
                """
                {"releases":[{"ocid":"1"},{},{"ocid":"2"},{"ocid":"3"}],"uri":"u"}
                {"releases":[{"ocid":"4"}
                {"releases":[]}
                {"version":"1","releases":[{"ocid":"5"}]}
                """;
        var problems = new ArrayList<String>();
        assertThat(split(file, DataType.RELEASE_PACKAGE_JSON_LINES, 2, problems))
                .isEqualTo(
                        """
                        {"uri":"u","releases":[{"ocid":"1"},{"ocid":"2"}]}
                        {"uri":"u","releases":[{"ocid":"3"}]}
                        {"version":"1","releases":[{"ocid":"5"}]}
                        """);
        assertThat(problems).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void getsBackWhatWasPackaged(long seed) throws IOException {
        var random = new Random(seed);
        var json = new RandomJson(random);
        for (int i = 0; i < 100; i++) {
            var documents = new ArrayList<CanonicalJson>();
            var output = new ByteArrayOutputStream();
            var data = CanonicalJson.of("{\"b\":" + json.written(json.tree(2)) + ",\"a\":1}");
            try (var writer = new PackageWriter(output, Document.Kind.RELEASE, data)) {
                for (int n = random.nextInt(7); n > 0; n--) {
                    String more = json.written(json.tree(2));
                    documents.add(CanonicalJson.of("{\"ocid\":\"o\",\"x\":" + more + "}"));
                    writer.add(documents.getLast());
                }
            }
            String lines =
                    split(
                            output.toString(UTF_8),
                            DataType.RELEASE_PACKAGE,
                            1 + random.nextInt(3),
                            new ArrayList<>());
            var found = new ArrayList<CanonicalJson>();
            var input = new ByteArrayInputStream(lines.getBytes(UTF_8));
            try (var splitter =
                    Splitter.open(input, DataType.RELEASE_PACKAGE_JSON_LINES, JsonLimits.DEFAULT)) {
                for (Part part = splitter.next();
                        !(part instanceof Part.End);
                        part = splitter.next()) {
                    assertThat(part).isNotInstanceOf(Part.Problem.class);
                    if (part instanceof Part.DocumentRead(Document document)) {
                        found.add(document.json());
                    } else if (part instanceof Part.ItemEnd end) {
                        assertThat(end.packageData()).isEqualTo(data);
                    }
                }
            }
            assertThat(found).isEqualTo(documents);
        }
    }

    private static String split(String file, DataType type, int size, List<String> problems)
            throws IOException {
        var output = new ByteArrayOutputStream();
        byte[] bytes = file.getBytes(UTF_8);
        try (var ahead = Splitter.open(new ByteArrayInputStream(bytes), type, JsonLimits.DEFAULT);
                var behind =
                        Splitter.open(new ByteArrayInputStream(bytes), type, JsonLimits.DEFAULT)) {
            new PackageSplit(size)
                    .write(ahead, behind, output, problem -> problems.add(problem.message()));
        }
        return output.toString(UTF_8);
    }
}
