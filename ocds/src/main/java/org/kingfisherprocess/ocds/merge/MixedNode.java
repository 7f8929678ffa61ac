package org.kingfisherprocess.ocds.merge;

import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonValue;

/// A path that was an object in one release and a list of objects in another: an error, but only
/// once the merging ends, because until then an error about a later release takes precedence.
final class MixedNode extends MergeNode {

    private final FieldsNode fields;
    private final ItemsNode items;
    private final boolean fieldsFirst;

    MixedNode(FieldsNode fields, ItemsNode items, boolean fieldsFirst) {
        this.fields = fields;
        this.items = items;
        this.fieldsFirst = fieldsFirst;
    }

    @Override
    MergeNode merged(JsonValue value, RuleTree rules, Merging merging) {
        var same = value instanceof JsonObject ? fields : items;
        var node = same.merged(value, rules, merging);
        assert node == same;
        return this;
    }

    @Override
    boolean isEmpty() {
        return false;
    }

    @Override
    JsonValue result() throws InconsistentTypes {
        throw fieldsFirst
                ? new InconsistentTypes("an object", "a list of objects")
                : new InconsistentTypes("a list of objects", "an object");
    }

    @Override
    JsonValue resultAfter(JsonValue first) throws InconsistentTypes {
        return result();
    }
}
