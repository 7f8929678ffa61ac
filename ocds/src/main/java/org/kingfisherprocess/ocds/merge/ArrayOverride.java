package org.kingfisherprocess.ocds.merge;

/// How the objects of one list are matched, where their ids are known not to identify them.
///
/// ```java
/// var rules = MergeRules.NONE.withOverrides(Map.of(List.of("awards"), ArrayOverride.MERGE_BY_POSITION));
/// ```
public enum ArrayOverride {
    /// Every object is a new one.
    APPEND,
    /// The objects at the same place of the list are the same one.
    MERGE_BY_POSITION
}
