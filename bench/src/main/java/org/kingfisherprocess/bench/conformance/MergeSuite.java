package org.kingfisherprocess.bench.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;
import org.kingfisherprocess.ocds.merge.ArrayOverride;
import org.kingfisherprocess.ocds.merge.MergeError;
import org.kingfisherprocess.ocds.merge.MergeResult;
import org.kingfisherprocess.ocds.merge.MergeRules;
import org.kingfisherprocess.ocds.merge.MergeWarning;
import org.kingfisherprocess.ocds.merge.Merger;

/// Compiled and versioned releases, as the Rust reference makes them from releases sorted by date.
final class MergeSuite implements Suite {

    @Override
    public String name() {
        return "merge";
    }

    @Override
    public Function<JsonObject, List<String>> judge(Path folder) {
        var rules = new ConcurrentHashMap<String, MergeRules>();
        return one -> {
            var base =
                    rules.computeIfAbsent(Cases.string(one, "rules"), name -> read(folder, name));
            var merger = new Merger(base.withOverrides(overrides(Cases.array(one, "overrides"))));
            var releases = Cases.list(Cases.array(one, "releases"));
            var before = releases.toString();
            var differences = new ArrayList<String>();
            compare(one, "compiled", merger.compile(releases), differences);
            compare(one, "versioned", merger.version(releases), differences);
            if (!before.equals(releases.toString())) {
                differences.add("the releases were changed");
            }
            return differences;
        };
    }

    private static void compare(
            JsonObject one, String mode, MergeResult ours, List<String> differences) {
        var expected = expected(one, mode);
        switch (ours) {
            case MergeResult.Merged merged -> {
                var warnings = warnings(merged.warnings());
                var expectedWarnings = Cases.array(Cases.object(one, "rust_warnings"), mode);
                if (!merged.release().equals(expected.get("result"))) {
                    differences.add(
                            "%s: expected %s but was %s"
                                    .formatted(mode, expected, merged.release()));
                } else if (!sorted(warnings).equals(sorted(expectedWarnings))) {
                    differences.add(
                            "%s: expected warnings %s but was %s"
                                    .formatted(mode, expectedWarnings, warnings));
                }
            }
            case MergeResult.Failed failed -> {
                var type = type(failed.error());
                if (!expected.has("error")
                        || !Cases.string(Cases.object(expected, "error"), "type").equals(type)) {
                    differences.add(
                            "%s: expected %s but was %s: %s"
                                    .formatted(mode, expected, type, failed.error().message()));
                }
            }
        }
    }

    private static JsonObject expected(JsonObject one, String mode) {
        if (one.get("rust") instanceof JsonObject rust && rust.has(mode)) {
            return Cases.object(rust, mode);
        }
        return Cases.object(Cases.object(one, "expected"), mode);
    }

    private static String type(MergeError error) {
        return switch (error) {
            case MergeError.NonObjectRelease _ -> "NonObjectReleaseError";
            case MergeError.MissingDate _ -> "MissingDateKeyError";
            case MergeError.NullDate _ -> "NullDateValueError";
            case MergeError.NonStringDate _ -> "NonStringDateValueError";
            case MergeError.OutOfOrder _ -> "OutOfOrderReleaseError";
            case MergeError.InvalidId _ -> "NonStringNonNumberIdValueError";
            case MergeError.InconsistentType _ -> "InconsistentTypeError";
        };
    }

    /// Without their order: the reference moves members when it takes `ocid` and `tag` out, and
    /// warns in that order.
    private static List<String> sorted(JsonArray warnings) {
        return Cases.list(warnings).stream().map(MergeSuite::sortable).sorted().toList();
    }

    private static String sortable(JsonValue warning) {
        var object = (JsonObject) warning;
        return IntStream.range(0, object.size())
                .mapToObj(i -> object.nameAt(i) + "=" + object.valueAt(i))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static JsonArray warnings(List<MergeWarning> warnings) {
        var array = new JsonArray();
        for (var warning : warnings) {
            array.add(
                    switch (warning) {
                        case MergeWarning.DuplicateId(var id, var path) ->
                                new JsonObject()
                                        .put("type", new JsonString("DuplicateIdValueWarning"))
                                        .put("id", new JsonString(id))
                                        .put("path", new JsonString(path));
                        case MergeWarning.RepeatedDate(var date, var index) ->
                                new JsonObject()
                                        .put("type", new JsonString("RepeatedDateValueWarning"))
                                        .put("date", new JsonString(date))
                                        .put("index", JsonNumber.of(index));
                    });
        }
        return array;
    }

    private static MergeRules read(Path folder, String name) {
        var rules = (JsonArray) Cases.read(folder.resolve("rules").resolve(name + ".json"));
        return MergeRules.of(RulesSuite.rules(rules));
    }

    private static Map<List<String>, ArrayOverride> overrides(JsonArray overrides) {
        var byPath = new HashMap<List<String>, ArrayOverride>();
        for (var override : overrides) {
            var pair = (JsonArray) override;
            var value = ((JsonString) pair.get(1)).value();
            byPath.put(Cases.strings(pair.get(0)), ArrayOverride.valueOf(value));
        }
        return byPath;
    }
}
