package org.kingfisherprocess.bench.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.merge.MergeRule;

/// Merge rules of the release schemas of OCDS, with patches of extensions.
final class RulesSuite {

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
