package org.kingfisherprocess.ocds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.ocds.format.DataType;
import org.kingfisherprocess.ocds.format.Document;
import org.kingfisherprocess.ocds.format.Part;
import org.kingfisherprocess.ocds.format.Splitter;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonValue;
import org.kingfisherprocess.ocds.merge.MergeResult;
import org.kingfisherprocess.ocds.merge.MergeRules;
import org.kingfisherprocess.ocds.merge.Merger;
import org.kingfisherprocess.ocds.schema.OcdsSchema;
import org.kingfisherprocess.ocds.schema.OcdsVersion;
import org.kingfisherprocess.ocds.upgrade.Upgrader;

/// Runs the examples of the page `docs/ocds-library.md`, and keeps the page equal to them.
class LibraryPageTest {

    // region compile
    static String compile(List<JsonValue> releases) {
        var schema = OcdsSchema.of(OcdsVersion.V1_1);
        var merger = new Merger(MergeRules.fromSchema(schema.release()));
        return switch (merger.compile(releases)) {
            case MergeResult.Merged merged -> merged.release().toString();
            case MergeResult.Failed failed -> "cannot be merged: " + failed.error().message();
        };
    }

    // endregion

    // region upgrade
    static String upgrade(byte[] packageOrReleaseOrRecord) {
        var upgraded = Upgrader.upgrade(JsonReader.read(packageOrReleaseOrRecord));
        for (var warning : upgraded.warnings()) {
            System.err.println(warning.message());
        }
        return upgraded.value().toString();
    }

    // endregion

    // region split
    static List<String> split(InputStream releasePackage) throws IOException {
        var ocids = new ArrayList<String>();
        try (var splitter =
                Splitter.open(releasePackage, DataType.RELEASE_PACKAGE, JsonLimits.DEFAULT)) {
            for (var part = splitter.next(); !(part instanceof Part.End); part = splitter.next()) {
                if (part instanceof Part.DocumentRead(Document document)) {
                    ocids.add(document.ocid());
                }
            }
        }
        return ocids;
    }

    // endregion

    @Test
    void compiles() {
        var releases =
                List.of(
                        JsonReader.read("{\"ocid\":\"o\",\"date\":\"2020\",\"language\":\"es\"}"),
                        JsonReader.read("{\"ocid\":\"o\",\"date\":\"2021\",\"language\":\"en\"}"));
        assertThat(compile(releases))
                .isEqualTo(
                        "{\"ocid\":\"o\",\"language\":\"en\",\"date\":\"2021\",\"id\":\"o-2021\",\"tag\":[\"compiled\"]}");
        assertThat(compile(List.of(JsonReader.read("5")))).startsWith("cannot be merged: ");
    }

    @Test
    void upgrades() {
        var release = "{\"ocid\":\"o\",\"buyer\":{\"id\":\"c\",\"name\":\"City\"}}";
        assertThat(upgrade(release.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        "{\"ocid\":\"o\",\"buyer\":{\"id\":\"c\",\"name\":\"City\"},\"parties\":"
                                + "[{\"id\":\"c\",\"name\":\"City\",\"roles\":[\"buyer\"]}]}");
    }

    @Test
    void splits() throws IOException {
        var json = "{\"releases\":[{\"ocid\":\"a\"},{\"ocid\":\"b\"}]}";
        var input = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
        assertThat(split(input)).containsExactly("a", "b");
    }

    @Test
    void thePageShowsTheseExamples() throws IOException {
        var source =
                Files.readString(
                        Path.of("src/test/java/org/kingfisherprocess/ocds/LibraryPageTest.java"));
        var page = Files.readString(Path.of("../docs/ocds-library.md"));
        var region = Pattern.compile("// region \\w+\n(.*?)\n\n    // endregion", Pattern.DOTALL);
        var examples = region.matcher(source).results().map(found -> found.group(1)).toList();
        assertThat(examples).hasSize(3);
        for (var example : examples) {
            assertThat(page).contains("```java\n" + example.stripIndent() + "\n```");
        }
    }
}
