package org.kingfisherprocess.ocds.merge;

import org.kingfisherprocess.ocds.json.JsonValue;

/// What releases said at one path, other than a plain value: fields, items of a list, or, where
/// they disagree, both.
abstract sealed class MergeNode permits FieldsNode, ItemsNode, MixedNode {

    // A plain value is replaced by later ones, but keeps its turn: if it came before this node, the
    // result has it, and
    // whatever is below this node has to fit into it.
    private boolean valueCameFirst;

    final void valueCameFirst() {
        valueCameFirst = true;
    }

    final boolean isAfterValue() {
        return valueCameFirst;
    }

    /// Merges an object or a list of objects into this node; returns the node that has both, which
    /// is this one unless it is of the other kind.
    abstract MergeNode merged(JsonValue value, RuleTree rules, Merging merging);

    /// Whether nothing below left a trace, as an empty object or list leaves none.
    abstract boolean isEmpty();

    abstract JsonValue result() throws InconsistentTypes;

    /// The result where a plain value came first.
    abstract JsonValue resultAfter(JsonValue first) throws InconsistentTypes;
}
