package org.kingfisherprocess.bench.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.merge.MergeRule;
import org.kingfisherprocess.ocds.merge.MergeRules;
import org.kingfisherprocess.ocds.schema.Extension;
import org.kingfisherprocess.ocds.schema.OcdsSchema;
import org.kingfisherprocess.ocds.schema.OcdsVersion;

/// Merge rules of the release schemas of OCDS, with patches of extensions.
final class RulesSuite implements Suite {

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public Function<JsonObject, List<String>> judge(Path folder) {
        return RulesSuite::judge;
    }

    private static List<String> judge(JsonObject one) {
        boolean old = Cases.string(one, "base").equals("1.0");
        var extensions = new ArrayList<Extension>();
        for (var patch : Cases.array(one, "patches")) {
            extensions.add(new Extension("case", new JsonObject(), (JsonObject) patch, Map.of()));
        }
        var schema = OcdsSchema.of(old ? OcdsVersion.V1_0 : OcdsVersion.V1_1).with(extensions);
        var ours = MergeRules.fromSchema(schema.release()).byPath();
        var expected = rules(Cases.array(one, "expected"));
        return ours.equals(expected)
                ? List.of()
                : List.of(
                        "expected but not found: " + without(expected, ours),
                        "found but not expected: " + without(ours, expected));
    }

    private static Map<List<String>, MergeRule> without(
            Map<List<String>, MergeRule> rules, Map<List<String>, MergeRule> known) {
        var rest = new HashMap<>(rules);
        known.forEach(rest::remove);
        return rest;
    }

    static Map<List<String>, MergeRule> rules(JsonArray rules) {
        var byPath = new HashMap<List<String>, MergeRule>();
        for (var rule : rules) {
            var pair = (JsonArray) rule;
            boolean omit = pair.get(1).equals(new JsonString("omitWhenMerged"));
            byPath.put(Cases.strings(pair.get(0)), omit ? MergeRule.OMIT : MergeRule.WHOLE);
        }
        return byPath;
    }
}
