package org.kingfisherprocess.supervisor.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Just enough JSON for messages: objects become [Map], arrays [List], numbers [Long] or [Double];
/// a member that is null is left out.
final class Json {
    private static final int DEEPEST = 20;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /// @throws IllegalArgumentException if it is not one JSON object
    static Map<String, Object> parse(String text) {
        var json = new Json(text);
        var object = json.object();
        json.skipSpace();
        if (json.at != text.length()) {
            throw json.wrong("nothing more");
        }
        return object;
    }

    static String print(Object value) {
        var out = new StringBuilder();
        print(value, out);
        return out.toString();
    }

    private Map<String, Object> object() {
        expect('{');
        var members = new LinkedHashMap<String, Object>();
        if (!take('}')) {
            do {
                skipSpace();
                var name = string();
                expect(':');
                if (startsWith("null")) {
                    at += "null".length();
                } else {
                    members.put(name, value());
                }
            } while (take(','));
            expect('}');
        }
        return members;
    }

    private Object value() {
        if (++depth > DEEPEST) {
            throw wrong("less depth");
        }
        skipSpace();
        Object value =
                switch (peek()) {
                    case '{' -> object();
                    case '[' -> array();
                    case '"' -> string();
                    case 't' -> word("true", true);
                    case 'f' -> word("false", false);
                    default -> number();
                };
        depth--;
        return value;
    }

    private List<Object> array() {
        expect('[');
        var items = new ArrayList<>();
        if (!take(']')) {
            do {
                items.add(value());
            } while (take(','));
            expect(']');
        }
        return items;
    }

    private String string() {
        expect('"');
        var out = new StringBuilder();
        while (peek() != '"') {
            var next = text.charAt(at++);
            out.append(next == '\\' ? escaped() : next);
        }
        at++;
        return out.toString();
    }

    private char escaped() {
        var letter = peek();
        at++;
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> {
                if (at + 4 > text.length()) {
                    throw wrong("four digits");
                }
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            default -> letter;
        };
    }

    private Object number() {
        var start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        var digits = text.substring(start, at);
        if (digits.isEmpty()) {
            throw wrong("a value");
        }
        return digits.matches("-?\\d{1,18}")
                ? (Object) Long.valueOf(digits)
                : Double.valueOf(digits);
    }

    private Object word(String word, Object value) {
        if (!startsWith(word)) {
            throw wrong(word);
        }
        at += word.length();
        return value;
    }

    private boolean startsWith(String word) {
        skipSpace();
        return text.startsWith(word, at);
    }

    private boolean take(char wanted) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == wanted) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(char wanted) {
        if (!take(wanted)) {
            throw wrong("'" + wanted + "'");
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("more");
        }
        return text.charAt(at);
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private IllegalArgumentException wrong(String expected) {
        return new IllegalArgumentException(
                "a message is not JSON: expected %s at character %d".formatted(expected, at + 1));
    }

    private static void print(Object value, StringBuilder out) {
        switch (value) {
            case Map<?, ?> map -> {
                var separator = "{";
                for (var member : map.entrySet()) {
                    out.append(separator);
                    quote(String.valueOf(member.getKey()), out);
                    out.append(':');
                    print(member.getValue(), out);
                    separator = ",";
                }
                out.append(map.isEmpty() ? "{}" : "}");
            }
            case List<?> list -> {
                var separator = "[";
                for (var item : list) {
                    out.append(separator);
                    print(item, out);
                    separator = ",";
                }
                out.append(list.isEmpty() ? "[]" : "]");
            }
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            default -> quote(value.toString(), out);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (var index = 0; index < text.length(); index++) {
            var letter = text.charAt(index);
            switch (letter) {
                case '"', '\\' -> out.append('\\').append(letter);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (letter < ' ') {
                        out.append("\\u%04x".formatted((int) letter));
                    } else {
                        out.append(letter);
                    }
                }
            }
        }
        out.append('"');
    }
}
