package org.kingfisherprocess.ocds.json;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// Reads values from a [JsonScanner] straight into their canonical form: one pass, no tree. What
/// the form needs is held in buffers that are used again for the next value. A value with a defect
/// is read to its end, but not kept.
///
/// Memory is bounded by the longest document allowed: three times its bytes, and about as much
/// again in a document of nothing but tiny members. Not thread-safe.
public final class CanonicalReader {
    /// What became of a value.
    public sealed interface Outcome {}

    /// The value was read.
    public record Read(CanonicalJson value) implements Outcome {}

    /// The value cannot be stored, for the first of its defects.
    ///
    /// @param path from the value to the defect, names and positions joined by `/`
    public record Refused(String path, JsonDefect defect) implements Outcome {
        /// The defect and its place.
        public String message() {
            return path.isEmpty() ? defect.message() : defect.message() + " at " + path;
        }
    }

    private final JsonScanner scanner;
    private final JsonLimits limits;
    private final CanonicalHash hash = new CanonicalHash();
    private final GrowingBytes form;
    private final CanonicalMembers members;
    // Per open object the number of its first member; per open array its elements so far, negated
    // and less one, so that the sign tells them apart.
    private int[] open = new int[32];
    private int depth;

    public CanonicalReader(JsonScanner scanner, JsonLimits limits) {
        this.scanner = scanner;
        this.limits = limits;
        this.form = new GrowingBytes(limits.maxDocumentBytes());
        this.members = new CanonicalMembers(form, limits.maxDocumentBytes());
    }

    /// Reads the value whose first token was just returned by the scanner, to its end.
    ///
    /// @throws JsonSyntaxException if this is not JSON
    public Outcome read(JsonScanner.Token first) throws IOException {
        form.clear();
        members.clear();
        depth = 0;
        scanner.takeDefect();
        boolean container =
                first == JsonScanner.Token.START_OBJECT || first == JsonScanner.Token.START_ARRAY;
        int outside = scanner.depth() - (container ? 1 : 0);
        accept(first);
        while (scanner.depth() > outside && !refused()) {
            accept(scanner.next());
        }
        if (refused()) {
            String path = path();
            var defect = scanner.takeDefect().orElseThrow();
            scanner.skipTo(outside);
            scanner.takeDefect();
            return new Refused(path, defect);
        }
        return new Read(new CanonicalJson(form.copy(), hash.of(form.array(), form.length())));
    }

    /// The value of a member of the object just read, by a name without quotes, backslashes and
    /// control characters.
    public Optional<MemberValue> member(String name) {
        return members.value(0, name);
    }

    private boolean refused() {
        if (form.overflowed() && !scanner.hasDefect()) {
            scanner.addDefect(
                    "the document is longer than the limit of %,d bytes"
                            .formatted(limits.maxDocumentBytes()));
        }
        return scanner.hasDefect();
    }

    private void accept(JsonScanner.Token token) throws IOException {
        switch (token) {
            case NAME -> {
                if (members.count() > open[depth - 1]) {
                    members.end();
                    form.append(',');
                }
                members.begin(scanner.name());
            }
            case END_OBJECT -> endObject();
            case END_ARRAY -> {
                form.append(']');
                depth--;
            }
            case START_OBJECT -> {
                separate();
                form.append('{');
                open(members.count());
            }
            case START_ARRAY -> {
                separate();
                form.append('[');
                open(-1);
            }
            case STRING -> {
                separate();
                form.append('"');
                scanner.readText(form);
                form.append('"');
            }
            case NUMBER -> {
                separate();
                number();
            }
            case TRUE -> word(TRUE);
            case FALSE -> word(FALSE);
            case NULL -> word(NULL);
            case END ->
                    throw new JsonSyntaxException(
                            scanner.position(), "expected a value, but the text ends");
        }
    }

    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private void word(byte[] word) {
        separate();
        form.append(word, 0, word.length);
    }

    /// Before a value: counts it and writes a comma, if it is an element of an array.
    private void separate() {
        if (depth > 0 && open[depth - 1] < 0 && --open[depth - 1] < -2) {
            form.append(',');
        }
    }

    private void number() {
        GrowingBytes text = scanner.number();
        if (!text.overflowed() && !NumberRange.contains(text.array(), text.length())) {
            scanner.addDefect(
                    "the number before this has more digits than PostgreSQL can store (131,072"
                            + " before the point, 16,383 after it)");
        }
        form.append(text);
    }

    private void open(int state) {
        if (depth == limits.maxDepth()) {
            scanner.addDefect("nested deeper than the limit of %,d".formatted(limits.maxDepth()));
            return;
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
        }
        open[depth++] = state;
    }

    private void endObject() {
        int first = open[depth - 1];
        if (members.count() > first) {
            members.end();
            members.sort(first);
        }
        form.append('}');
        depth--;
        if (depth > 0) {
            members.close(first);
        }
    }

    /// Names and positions of what is open, outermost first.
    private String path() {
        var path = new StringBuilder();
        int member = members.count();
        // From the innermost outwards: an object's current member is the last of those below.
        for (int level = depth - 1; level >= 0; level--) {
            String step;
            if (open[level] < 0) {
                step = Integer.toString(Math.max(0, -2 - open[level]));
            } else if (member > open[level]) {
                step = members.name(member - 1);
                member = open[level];
            } else {
                continue;
            }
            path.insert(0, path.isEmpty() ? step : step + "/");
        }
        return path.toString();
    }
}
