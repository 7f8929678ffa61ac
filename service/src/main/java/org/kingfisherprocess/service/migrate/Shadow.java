package org.kingfisherprocess.service.migrate;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names and definitions of what is built beside the old.
final class Shadow {
    /// PostgreSQL cuts longer names off.
    private static final int LONGEST_NAME = 63;

    private static final String SUFFIX = "__new";

    private static final Pattern PIECE =
            Pattern.compile(
                    "'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*|.",
                    Pattern.DOTALL);

    private Shadow() {}

    /// The name for what will take the place of something called so; the same each time.
    static String name(String original) {
        return original.length() + SUFFIX.length() <= LONGEST_NAME
                ? original + SUFFIX
                : original.substring(0, LONGEST_NAME - SUFFIX.length() - 9)
                        + "_"
                        + Checksum.of(original).substring(0, 8)
                        + SUFFIX;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /// A definition as PostgreSQL prints it, with columns replaced by others. What a bracket
    /// follows is a function, what stands behind a cast is a type.
    static String withColumns(String definition, Map<String, String> columns) {
        var pieces = PIECE.matcher(definition).results().map(found -> found.group()).toList();
        var text = new StringBuilder();
        for (int i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            var name =
                    piece.startsWith("\"")
                            ? piece.substring(1, piece.length() - 1).replace("\"\"", "\"")
                            : piece;
            boolean function = i + 1 < pieces.size() && pieces.get(i + 1).equals("(");
            boolean type = text.toString().endsWith("::");
            var other = columns.get(name);
            text.append(other == null || function || type ? piece : quoted(other));
        }
        return text.toString();
    }

    static String list(Iterable<String> parts) {
        return java.util.stream.StreamSupport.stream(parts.spliterator(), false)
                .collect(Collectors.joining(", "));
    }
}
