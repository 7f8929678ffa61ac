package org.kingfisherprocess.ocds.merge;

/// How a field is merged, where it is not simply by name and by id.
///
/// ```java
/// var rules = MergeRules.of(Map.of(List.of("tag"), MergeRule.OMIT, List.of("parties", "roles"), MergeRule.WHOLE));
/// ```
public enum MergeRule {
    /// The field is left out (`omitWhenMerged`).
    OMIT,
    /// A later value replaces the earlier one whole, even if it is a list of objects
    /// (`wholeListMerge`).
    WHOLE
}
