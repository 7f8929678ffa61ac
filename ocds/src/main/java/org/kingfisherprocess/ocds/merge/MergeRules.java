package org.kingfisherprocess.ocds.merge;

import java.util.List;
import java.util.Map;
import org.kingfisherprocess.ocds.json.JsonObject;

/// Rules by path. A path is the names of fields, without ids or places in lists: `[awards, items,
/// additionalClassifications]`. Immutable.
///
/// ```java
/// var rules = MergeRules.fromSchema(releaseSchema);
/// var merger = new Merger(rules);
/// ```
public final class MergeRules {

    /// No rules: everything is merged by name and by id.
    public static final MergeRules NONE = new MergeRules(Map.of(), Map.of());

    private final Map<List<String>, MergeRule> rules;
    private final Map<List<String>, ArrayOverride> overrides;
    private final RuleTree tree;

    private MergeRules(
            Map<List<String>, MergeRule> rules, Map<List<String>, ArrayOverride> overrides) {
        this.rules = Map.copyOf(rules);
        this.overrides = Map.copyOf(overrides);
        this.tree = RuleTree.of(this.rules, this.overrides);
    }

    public static MergeRules of(Map<List<String>, MergeRule> rules) {
        return new MergeRules(rules, Map.of());
    }

    /// The rules that a release schema states by `omitWhenMerged`, `wholeListMerge` and
    /// `mergeStrategy`, and by the types of its lists. References within the schema are followed;
    /// others are ignored.
    public static MergeRules fromSchema(JsonObject releaseSchema) {
        return of(new SchemaRules(releaseSchema).rules());
    }

    public MergeRules withOverrides(Map<List<String>, ArrayOverride> additional) {
        return new MergeRules(rules, additional);
    }

    public Map<List<String>, MergeRule> byPath() {
        return rules;
    }

    RuleTree tree() {
        return tree;
    }
}
