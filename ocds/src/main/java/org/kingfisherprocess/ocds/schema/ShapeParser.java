package org.kingfisherprocess.ocds.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads the type of a field: `text?`, `text|integer(1)`, `[Item]`, `[text uri](1)`, `[object](1)
/// or [Release](1)`.
final class ShapeParser {

    private static final Map<String, String> TYPES =
            Map.of(
                    "text", "string",
                    "number", "number",
                    "integer", "integer",
                    "boolean", "boolean",
                    "list", "array",
                    "object", "object");

    private static final Pattern ENDED = Pattern.compile("(.*?)(\\?)?(?:\\((\\d+)\\))?");

    private ShapeParser() {}

    static Field.Shape parse(String text) {
        int or = text.indexOf(" or ");
        if (or >= 0) {
            return new Field.Either(parse(text.substring(0, or)), parse(text.substring(or + 4)));
        }
        var ended = ENDED.matcher(text);
        if (!ended.matches()) {
            throw new IllegalStateException("no type: " + text);
        }
        var core = ended.group(1);
        boolean nullable = ended.group(2) != null;
        int least = ended.group(3) == null ? 0 : Integer.parseInt(ended.group(3));
        if (core.startsWith("[")) {
            return new Field.ListOf(parse(core.substring(1, core.length() - 1)), nullable, least);
        }
        int space = core.indexOf(' ');
        var format = space < 0 ? "" : core.substring(space + 1);
        var names = List.of((space < 0 ? core : core.substring(0, space)).split("\\|"));
        if (names.size() == 1 && !TYPES.containsKey(names.getFirst())) {
            return new Field.Named(names.getFirst());
        }
        var types = new ArrayList<String>();
        for (var name : names) {
            types.add(TYPES.get(name));
        }
        return new Field.Plain(List.copyOf(types), nullable, least, format);
    }
}
