package org.kingfisherprocess.ocds.merge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Merges the releases of one process that are at hand, in any order: it sorts them by the text of
/// their dates, as the Python reference does (time zones are not interpreted). Thread-safe.
///
/// ```java
/// var merger = new Merger(rules);
/// if (merger.compile(releases) instanceof MergeResult.Merged merged) {
///     System.out.println(merged.release());
/// }
/// ```
public final class Merger {

    /// The order of Python and of PostgreSQL's collation "C", which differs from Java's for
    /// characters beyond 16 bits.
    public static final Comparator<String> BY_CODE_POINT = Merger::compareCodePoints;

    private final MergeRules rules;

    public Merger(MergeRules rules) {
        this.rules = rules;
    }

    /// A compiled release: the latest value of each field.
    public MergeResult compile(List<? extends JsonValue> releases) {
        return merge(releases, Merging.compiled(rules));
    }

    /// A versioned release: all values that each field had.
    public MergeResult version(List<? extends JsonValue> releases) {
        return merge(releases, Merging.versioned(rules));
    }

    private static MergeResult merge(List<? extends JsonValue> releases, Merging merging) {
        sorted(releases).forEach(merging::add);
        return merging.result();
    }

    /// As they are, if one of several has no date to sort by: merging then says which.
    private static List<? extends JsonValue> sorted(List<? extends JsonValue> releases) {
        var dated = new ArrayList<Dated>(releases.size());
        for (var release : releases) {
            if (release instanceof JsonObject object
                    && object.get("date") instanceof JsonString date) {
                dated.add(new Dated(date.value(), release));
            }
        }
        if (dated.size() < releases.size() || dated.size() < 2) {
            return releases;
        }
        dated.sort(Comparator.comparing(Dated::date, BY_CODE_POINT));
        return dated.stream().map(Dated::release).toList();
    }

    private record Dated(String date, JsonValue release) {}

    private static int compareCodePoints(String left, String right) {
        int length = Math.min(left.length(), right.length());
        for (int i = 0; i < length; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean astral = Character.isSurrogate(a) || Character.isSurrogate(b);
                return astral
                        ? Integer.compare(codePoint(left, i), codePoint(right, i))
                        : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    /// The character that a char belongs to, also if it is its second half.
    private static int codePoint(String text, int i) {
        boolean secondHalf =
                i > 0
                        && Character.isLowSurrogate(text.charAt(i))
                        && Character.isHighSurrogate(text.charAt(i - 1));
        return text.codePointAt(secondHalf ? i - 1 : i);
    }
}
