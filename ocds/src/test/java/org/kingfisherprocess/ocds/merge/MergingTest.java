package org.kingfisherprocess.ocds.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.kingfisherprocess.ocds.Fixtures;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

class MergingTest {

    private static final MergeRules RULES =
            MergeRules.of(
                    Map.of(
                            List.of("id"), MergeRule.OMIT,
                            List.of("date"), MergeRule.OMIT,
                            List.of("tag"), MergeRule.OMIT,
                            List.of("parties", "roles"), MergeRule.WHOLE));

    static List<Arguments> pairs() {
        return Fixtures.pairs("merge").toList();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void mergesAsExpected(JsonObject input, JsonObject expected) {
        var releases = list(input.get("releases"));
        var merger = new Merger(RULES.withOverrides(overrides(input.get("overrides"))));
        assertThat(summary(merger.compile(releases))).isEqualTo(expected.get("compiled"));
        assertThat(summary(merger.version(releases))).isEqualTo(expected.get("versioned"));
    }

    private static Map<List<String>, ArrayOverride> overrides(@Nullable JsonValue overrides) {
        var byPath = new HashMap<List<String>, ArrayOverride>();
        if (overrides instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                var name = ((JsonString) object.valueAt(i)).value();
                byPath.put(List.of(object.nameAt(i)), ArrayOverride.valueOf(name));
            }
        }
        return byPath;
    }

    private static JsonObject summary(MergeResult result) {
        return switch (result) {
            case MergeResult.Merged merged -> {
                var warnings = new JsonArray();
                merged.warnings()
                        .forEach(warning -> warnings.add(new JsonString(warning.message())));
                var summary = new JsonObject().put("release", merged.release());
                yield warnings.isEmpty() ? summary : summary.put("warnings", warnings);
            }
            case MergeResult.Failed failed ->
                    new JsonObject().put("error", new JsonString(failed.error().message()));
        };
    }

    private static List<JsonValue> list(@Nullable JsonValue array) {
        var list = new ArrayList<JsonValue>();
        if (array instanceof JsonArray items) {
            items.forEach(list::add);
        }
        return list;
    }

    @Test
    void refusesReleasesThatComeInTheWrongOrder() {
        var merging = Merging.compiled(RULES);
        merging.add(JsonReader.read("{\"date\":\"2020-01-02\"}"));
        merging.add(JsonReader.read("{\"date\":\"2020-01-01\"}"));
        merging.add(JsonReader.read("5"));
        assertThat(merging.result())
                .isEqualTo(
                        new MergeResult.Failed(
                                new MergeError.OutOfOrder(1, "2020-01-02", "2020-01-01")));
    }

    @Test
    void endsWithItsResult() {
        var merging = Merging.versioned(RULES);
        merging.result();
        assertThatThrownBy(() -> merging.add(new JsonObject()))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void doesNotChangeWhatItMerges() {
        var releases =
                List.of(
                        JsonReader.read(
                                "{\"ocid\":\"o\",\"date\":\"1\",\"a\":[\"x\"],\"b\":{\"c\":1}}"),
                        JsonReader.read(
                                "{\"ocid\":\"o\",\"date\":\"2\",\"a\":[{\"id\":1}],\"b\":{\"c\":2}}"));
        var before = releases.toString();
        new Merger(RULES).compile(releases);
        new Merger(RULES).version(releases);
        assertThat(releases).hasToString(before);
    }

    @ParameterizedTest
    @CsvSource({
        "a,b",
        "a,aa",
        "'',a",
        "\uD800,\uE000",
        "\uFFFF,\uD834\uDD1E",
        "\uD834\uDD1E,\uD834\uDD1F"
    })
    void sortsByCodePoint(String smaller, String larger) {
        assertThat(Merger.BY_CODE_POINT.compare(smaller, larger)).isNegative();
        assertThat(Merger.BY_CODE_POINT.compare(larger, smaller)).isPositive();
        assertThat(Merger.BY_CODE_POINT.compare(larger, larger)).isZero();
    }

    @Test
    void holdsNoMoreForManyReleasesThanForOne() {
        var merging = Merging.compiled(RULES);
        for (int i = 0; i < 100_000; i++) {
            merging.add(
                    JsonReader.read(
                            "{\"ocid\":\"o\",\"date\":\"%06d\",\"awards\":[{\"id\":\"%d\",\"title\":\"%s\"}]}"
                                    .formatted(i, i % 3, "x".repeat(10_000))));
        }
        var merged = (MergeResult.Merged) merging.result();
        assertThat(merged.release().get("id")).isEqualTo(new JsonString("o-099999"));
    }
}
