package org.kingfisherprocess.ocds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.kingfisherprocess.ocds.Fixtures;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonPointer;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;
import org.kingfisherprocess.ocds.merge.MergeRule;
import org.kingfisherprocess.ocds.merge.MergeRules;

class OcdsSchemaTest {

    @ParameterizedTest
    @EnumSource
    void saysWhatTheOfficialSchemasSay(OcdsVersion version) {
        var facts = Fixtures.shared("ocds-facts/" + version.text());
        var schema = OcdsSchema.of(version);
        Map.of(
                        "release-schema", schema.release(),
                        "release-package-schema", schema.releasePackage(),
                        "record-package-schema", schema.recordPackage(),
                        "versioned-release-validation-schema", schema.versionedRelease())
                .forEach((name, ours) -> {
                    var fact = Fixtures.read(facts.resolve(name + ".json"));
                    assertThat(comparable(ours)).isEqualTo(comparable(official(fact)));
                });
    }

    @ParameterizedTest
    @EnumSource
    void hasTheCodesOfTheOfficialCodelists(OcdsVersion version) {
        var facts = Fixtures.shared("ocds-facts/" + version.text());
        var official = Fixtures.read(facts.resolve("codelists.json"));
        var ours = OcdsSchema.of(version).codelists();
        assertThat(ours).hasSize(official.size());
        for (int i = 0; i < official.size(); i++) {
            var codelist = Objects.requireNonNull(ours.get(official.nameAt(i).replace(".csv", "")));
            var expected = (JsonObject) official.valueAt(i);
            assertThat(codelist.codes())
                    .isEqualTo(strings(expected.valueAt(expected.placeOf("codes"))));
            assertThat(codelist.deprecatedSince().keySet())
                    .isEqualTo(
                            expected.get("deprecated") instanceof JsonObject deprecated
                                    ? names(deprecated)
                                    : new TreeSet<String>());
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheMergeRulesThatTheReferenceFinds(OcdsVersion version) {
        var file = Fixtures.shared("ocds-facts/" + version.text()).resolve("merge-rules.json");
        var expected = new HashMap<List<String>, MergeRule>();
        var wrapped = JsonReader.read("{\"rules\":" + text(file) + "}");
        for (var rule : (JsonArray) ((JsonObject) wrapped).valueAt(0)) {
            var pair = (JsonArray) rule;
            boolean omit = pair.get(1).equals(new JsonString("omitWhenMerged"));
            expected.put(strings(pair.get(0)), omit ? MergeRule.OMIT : MergeRule.WHOLE);
        }
        var rules = MergeRules.fromSchema(OcdsSchema.of(version).release()).byPath();
        assertThat(rules).isEqualTo(expected);
    }

    @Test
    void extensionsAddFieldsInOrderButTakeNoneAway() {
        var first =
                extension(
                        "{\"properties\":{\"lots\":{\"type\":\"array\",\"title\":\"a\"},\"tender\":null}}");
        var second = extension("{\"properties\":{\"lots\":{\"title\":\"b\"}}}");
        var schema = OcdsSchema.of(OcdsVersion.V1_1).with(List.of(first, second));
        assertThat(JsonPointer.find(schema.release(), "/properties/lots"))
                .hasToString("Optional[{\"type\":\"array\",\"title\":\"b\"}]");
        assertThat(JsonPointer.find(schema.release(), "/properties/tender")).isPresent();
        assertThat(OcdsSchema.of(OcdsVersion.V1_1).release().toString()).doesNotContain("lots");
    }

    @Test
    void versionsTheFieldsOfExtensions() {
        var patch =
                extension(
                        "{\"definitions\":{\"Tender\":{\"properties\":{\"colour\":{\"type\":\"string\"}}}}}");
        var schema = OcdsSchema.of(OcdsVersion.V1_1).with(List.of(patch));
        var pointer = "/definitions/Tender/properties/colour/items/properties/value/type";
        assertThat(JsonPointer.find(schema.versionedRelease(), pointer))
                .contains(new JsonString("string"));
    }

    @Test
    void takesAnOfficialReleaseSchemaInsteadOfItsOwn() {
        var official =
                (JsonObject)
                        JsonReader.read(
                                "{\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}}}");
        var schema = OcdsSchema.of(OcdsVersion.V1_1).withRelease(official);
        assertThat(MergeRules.fromSchema(schema.release()).byPath())
                .isEqualTo(Map.of(List.of("a"), MergeRule.WHOLE));
    }

    private static Extension extension(String patch) {
        var json = (JsonObject) JsonReader.read(patch);
        return new Extension("test", new JsonObject(), json, Map.of());
    }

    private static JsonObject official(JsonObject fact) {
        var schema = ((JsonObject) fact.valueAt(fact.placeOf("root"))).copy();
        var definitions = (JsonObject) fact.valueAt(fact.placeOf("definitions"));
        return definitions.isEmpty() ? schema : schema.put("definitions", definitions);
    }

    /// Without addresses, and with lists whose order says nothing in order.
    private static JsonValue comparable(JsonValue value) {
        return switch (value) {
            case JsonObject object -> {
                var result = new JsonObject();
                for (int i = 0; i < object.size(); i++) {
                    var name = object.nameAt(i);
                    var member = object.valueAt(i);
                    boolean address =
                            name.equals("$schema")
                                    || (name.equals("id") && member instanceof JsonString);
                    if (!address) {
                        boolean set = name.equals("enum") || name.equals("required");
                        result.put(name, set ? new JsonString(sorted(member)) : comparable(member));
                    }
                }
                yield result;
            }
            case JsonArray array -> {
                var result = new JsonArray();
                array.forEach(item -> result.add(comparable(item)));
                yield result;
            }
            default -> value;
        };
    }

    private static String sorted(JsonValue array) {
        var texts = new TreeSet<String>();
        ((JsonArray) array).forEach(item -> texts.add(item.toString()));
        return texts.toString();
    }

    private static List<String> strings(JsonValue array) {
        var strings = new ArrayList<String>();
        ((JsonArray) array).forEach(item -> strings.add(((JsonString) item).value()));
        return strings;
    }

    private static Set<String> names(JsonObject object) {
        var names = new TreeSet<String>();
        for (int i = 0; i < object.size(); i++) {
            names.add(object.nameAt(i));
        }
        return names;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
