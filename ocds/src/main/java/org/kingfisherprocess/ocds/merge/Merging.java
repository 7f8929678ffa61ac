package org.kingfisherprocess.ocds.merge;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Merges the releases of one process as they come, oldest first, without keeping them: memory
/// grows with the result and its warnings, not with the number of releases. Not thread-safe; ends
/// with [#result()].
///
/// ```java
/// var merging = Merging.compiled(rules);
/// for (byte[] row : rows) {
///     merging.add(JsonReader.read(row));
/// }
/// var result = merging.result();
/// ```
public final class Merging {

    // Merging is defined on paths: a release is taken apart into paths and plain values, later
    // values replace earlier
    // ones at the same path, and the paths are put together again in the order in which they first
    // came. This class
    // does the same on a tree of nodes, one a path, which is walked beside each release. What the
    // order of paths
    // decides is kept in the nodes: whether a plain value or something below it came first.

    private static final JsonArray COMPILED = JsonArray.of(new JsonString("compiled"));

    private final boolean versioned;
    private final RuleTree rules;
    private final FieldsNode root = new FieldsNode(null, 12);
    private final List<MergeWarning> warnings = new ArrayList<>();

    private String[] path = new String[16];
    private int depth;
    private long visits;

    private int count;
    private JsonValue first = JsonLiteral.NULL;
    private String previousDate = "";
    private JsonValue ocid = JsonLiteral.NULL;
    private JsonValue date = JsonLiteral.NULL;
    private JsonValue releaseId = JsonLiteral.NULL;
    private JsonValue tag = JsonLiteral.NULL;
    private @Nullable MergeError error;
    private boolean ended;

    private Merging(MergeRules rules, boolean versioned) {
        this.rules = rules.tree();
        this.versioned = versioned;
    }

    /// Towards a compiled release: the latest value of each field.
    public static Merging compiled(MergeRules rules) {
        return new Merging(rules, false);
    }

    /// Towards a versioned release: all values that each field ever had, with the releases that
    /// changed them.
    public static Merging versioned(MergeRules rules) {
        return new Merging(rules, true);
    }

    /// Merges the next release. After an error the rest is ignored. The release is not changed, and
    /// may be shared.
    public void add(JsonValue release) {
        if (ended) {
            throw new IllegalStateException("the result was taken already: start another merging");
        }
        checkDate(release, count++);
        if (error == null && !(release instanceof JsonObject)) {
            error = new MergeError.NonObjectRelease(count - 1);
        }
        if (error == null && release instanceof JsonObject object) {
            ocid = member(object, "ocid");
            date = member(object, "date");
            releaseId = member(object, "id");
            tag = member(object, "tag");
            root.merge(versioned ? withoutOcidAndTag(object) : object, rules, this);
            root.put("ocid", ocid);
            if (!versioned) {
                root.put("date", date);
                root.put("id", releaseId);
            }
        }
    }

    /// The merged release, or the first error. Afterwards nothing can be added.
    public MergeResult result() {
        ended = true;
        if (error != null) {
            return new MergeResult.Failed(error);
        }
        if (!versioned) {
            if (count > 0) {
                root.put("id", new JsonString(text(ocid) + "-" + text(date)));
            }
            root.put("tag", COMPILED.copy());
        }
        try {
            return new MergeResult.Merged(root.result(), warnings);
        } catch (InconsistentTypes e) {
            return new MergeResult.Failed(e.error());
        }
    }

    // One release alone may have any date or none: the first one's is looked at when the second
    // comes, and then counts
    // before anything that was wrong inside the first.
    private void checkDate(JsonValue release, int position) {
        if (position == 0) {
            first = release;
        } else if (position == 1 && first instanceof JsonObject object) {
            dateError(object, 0).ifPresent(earlier -> error = earlier);
            first = JsonLiteral.NULL;
        }
        if (position > 0 && error == null && release instanceof JsonObject object) {
            error = dateError(object, position).orElse(null);
        }
    }

    private Optional<MergeError> dateError(JsonObject release, int position) {
        return switch (release.get("date")) {
            case null -> Optional.of(new MergeError.MissingDate(position));
            case JsonString string -> orderError(string.value(), position);
            case JsonLiteral literal when literal == JsonLiteral.NULL ->
                    Optional.of(new MergeError.NullDate(position));
            case JsonNumber _, JsonLiteral _, JsonArray _, JsonObject _ ->
                    Optional.of(new MergeError.NonStringDate(position));
        };
    }

    private Optional<MergeError> orderError(String current, int position) {
        var previous = previousDate;
        previousDate = current;
        int order = position == 0 ? -1 : Merger.BY_CODE_POINT.compare(previous, current);
        if (order == 0) {
            warnings.add(new MergeWarning.RepeatedDate(current, position));
        }
        return order > 0
                ? Optional.of(new MergeError.OutOfOrder(position, previous, current))
                : Optional.empty();
    }

    private static JsonObject withoutOcidAndTag(JsonObject release) {
        var rest = new JsonObject(release.size());
        for (int i = 0; i < release.size(); i++) {
            var name = release.nameAt(i);
            if (!name.equals("ocid") && !name.equals("tag")) {
                rest.put(name, release.valueAt(i));
            }
        }
        return rest;
    }

    private static JsonValue member(JsonObject object, String name) {
        return Objects.requireNonNullElse(object.get(name), JsonLiteral.NULL);
    }

    private static String text(JsonValue value) {
        return switch (value) {
            case JsonString string -> string.value();
            case JsonLiteral literal when literal == JsonLiteral.NULL -> "None";
            case JsonNumber _, JsonLiteral _, JsonArray _, JsonObject _ -> value.toString();
        };
    }

    boolean isVersioned() {
        return versioned;
    }

    int count() {
        return count;
    }

    /// Whether a value is not looked into: later ones replace it whole.
    boolean isPlain(JsonValue value, RuleTree rule) {
        return switch (value) {
            case JsonObject _ -> rule.replacesWhole();
            case JsonArray array ->
                    rule.replacesWhole()
                            || holdsOtherThanObjects(array)
                            || (versioned && isHistory(array));
            case JsonString _, JsonNumber _, JsonLiteral _ -> true;
        };
    }

    private static boolean holdsOtherThanObjects(JsonArray array) {
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof JsonObject)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHistory(JsonArray array) {
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof JsonObject entry) || !isHistoryEntry(entry)) {
                return false;
            }
        }
        return !array.isEmpty();
    }

    private static boolean isHistoryEntry(JsonObject entry) {
        return entry.size() == 4
                && entry.has("releaseID")
                && entry.has("releaseDate")
                && entry.has("releaseTag")
                && entry.has("value");
    }

    JsonObject entry(JsonValue value) {
        return new JsonObject(4)
                .put("releaseID", releaseId)
                .put("releaseDate", date)
                .put("releaseTag", tag)
                .put("value", value);
    }

    JsonValue lastValue(JsonArray history) {
        return ((JsonObject) history.get(history.size() - 1)).valueAt(3);
    }

    void enter(String name) {
        if (depth == path.length) {
            path = Arrays.copyOf(path, depth * 2);
        }
        path[depth++] = name;
    }

    void leave() {
        depth--;
    }

    long nextVisit() {
        return ++visits;
    }

    boolean hasFailed() {
        return error != null;
    }

    void duplicateId(Object id) {
        warnings.add(new MergeWarning.DuplicateId(id.toString(), currentPath()));
    }

    void invalidId() {
        if (error == null) {
            error = new MergeError.InvalidId(currentPath());
        }
    }

    private String currentPath() {
        return Arrays.stream(path, 0, depth).collect(Collectors.joining("."));
    }
}
