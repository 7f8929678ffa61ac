package org.kingfisherprocess.ocds.merge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rules below a path, by the next name: merging walks it beside the data, so that no path is
/// ever built.
final class RuleTree {

    /// Where no rule is below.
    static final RuleTree EMPTY = new RuleTree();

    private final Map<String, RuleTree> children = new HashMap<>();
    private @Nullable MergeRule rule;
    private @Nullable ArrayOverride override;

    private RuleTree() {}

    static RuleTree of(
            Map<List<String>, MergeRule> rules, Map<List<String>, ArrayOverride> overrides) {
        var root = new RuleTree();
        rules.forEach((path, rule) -> root.at(path).rule = rule);
        overrides.forEach((path, override) -> root.at(path).override = override);
        return root;
    }

    private RuleTree at(List<String> path) {
        var tree = this;
        for (String name : path) {
            tree = tree.children.computeIfAbsent(name, _ -> new RuleTree());
        }
        return tree;
    }

    RuleTree child(String name) {
        return children.isEmpty() ? EMPTY : children.getOrDefault(name, EMPTY);
    }

    boolean omits() {
        return rule == MergeRule.OMIT;
    }

    boolean replacesWhole() {
        return rule == MergeRule.WHOLE;
    }

    @Nullable ArrayOverride override() {
        return override;
    }
}
