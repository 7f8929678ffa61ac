package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Random JSON values as a plain tree, the many ways to write them, and their canonical form by the
/// simplest means. Small alphabets, so that names meet, nest and collide.
public final class RandomJson {
    /// A value: text, number (as its text), word, list or members in order (names may repeat).
    public sealed interface Tree {}

    record Text(String text) implements Tree {}

    record Plain(String text) implements Tree {}

    record Elements(List<Tree> elements) implements Tree {}

    record Members(List<Member> members) implements Tree {}

    record Member(String name, Tree value) {}

    private static final String[] PIECES = {
        "a",
        "b",
        "ab",
        "ocid",
        "releases",
        "long common beginning ",
        "\"",
        "\\",
        "/",
        "\n",
        "\u0001",
        "\u007f",
        "é",
        "\uffed",
        "😀",
        " ",
        "z".repeat(70)
    };
    private static final String[] PLAIN = {
        "0",
        "-0",
        "1",
        "-1.50",
        "1e5",
        "12E-3",
        "0.1E+07",
        "123456789012345678901234567890",
        "true",
        "false",
        "null"
    };

    private final RandomGenerator random;

    public RandomJson(RandomGenerator random) {
        this.random = random;
    }

    public Tree tree(int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 2)) {
            case 0 -> new Text(text());
            case 1 -> new Plain(PLAIN[random.nextInt(PLAIN.length)]);
            case 2 -> {
                var elements = new ArrayList<Tree>();
                for (int i = random.nextInt(5); i > 0; i--) {
                    elements.add(tree(depth - 1));
                }
                yield new Elements(elements);
            }
            default -> object(depth);
        };
    }

    Members object(int depth) {
        var members = new ArrayList<Member>();
        int size = random.nextInt(10) == 0 ? random.nextInt(100) : random.nextInt(6);
        for (int i = 0; i < size; i++) {
            members.add(new Member(text(), tree(depth - 1)));
        }
        return new Members(members);
    }

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    /// The same value with its members in another order; of equal names the last stays the last.
    Tree shuffled(Tree tree) {
        return switch (tree) {
            case Elements(List<Tree> elements) ->
                    new Elements(elements.stream().map(this::shuffled).toList());
            case Members(List<Member> members) -> {
                var last = new TreeMap<String, Member>();
                members.forEach(member -> last.put(member.name(), member));
                var left = new ArrayList<Member>();
                last.values().forEach(m -> left.add(new Member(m.name(), shuffled(m.value()))));
                Collections.shuffle(left, new java.util.Random(random.nextLong()));
                yield new Members(left);
            }
            case Text text -> text;
            case Plain plain -> plain;
        };
    }

    /// One of the ways to write this value.
    public String written(Tree tree) {
        return space()
                + switch (tree) {
                    case Text(String text) -> quoted(text);
                    case Plain(String text) -> text;
                    case Elements(List<Tree> elements) ->
                            "[" + joined(elements.stream().map(this::written).toList()) + "]";
                    case Members(List<Member> members) ->
                            "{"
                                    + joined(
                                            members.stream()
                                                    .map(m ->
                                                            space()
                                                                    + quoted(m.name())
                                                                    + space()
                                                                    + ":"
                                                                    + written(m.value()))
                                                    .toList())
                                    + "}";
                }
                + space();
    }

    private static String joined(List<String> parts) {
        return String.join(",", parts);
    }

    private String space() {
        return random.nextInt(4) > 0
                ? ""
                : List.of(" ", "\n", "\t", "\r\n  ").get(random.nextInt(4));
    }

    private String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean must = unit < ' ' || unit == '"' || unit == '\\';
            if (must || random.nextInt(5) == 0) {
                String escape = "\\u%04x".formatted((int) unit);
                quoted.append(random.nextBoolean() ? escape : shortEscape(unit, escape));
            } else {
                quoted.append(unit);
            }
        }
        // Half a pair may have been escaped, which no UTF-8 can hold: then escape the other half
        // too.
        return wholePairs(quoted.append('"').toString());
    }

    private static String shortEscape(char unit, String otherwise) {
        return switch (unit) {
            case '\n' -> "\\n";
            case '"', '\\', '/' -> "\\" + unit;
            default -> otherwise;
        };
    }

    private static String wholePairs(String text) {
        var whole = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            boolean pair =
                    i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1));
            if (pair) {
                whole.append(unit).append(text.charAt(++i));
            } else if (Character.isSurrogate(unit)) {
                whole.append("\\u%04x".formatted((int) unit));
            } else {
                whole.append(unit);
            }
        }
        return whole.toString();
    }

    /// The canonical form, by sorting and joining.
    public static String canonical(Tree tree) {
        return switch (tree) {
            case Text(String text) -> canonicalText(text);
            case Plain(String text) -> text;
            case Elements(List<Tree> elements) ->
                    "[" + joined(elements.stream().map(RandomJson::canonical).toList()) + "]";
            case Members(List<Member> members) -> {
                var sorted = new TreeMap<byte[], String>(Arrays::compareUnsigned);
                for (Member member : members) {
                    sorted.put(
                            member.name().getBytes(UTF_8),
                            canonicalText(member.name()) + ":" + canonical(member.value()));
                }
                yield "{" + joined(List.copyOf(sorted.values())) + "}";
            }
        };
    }

    private static String canonicalText(String text) {
        return "\""
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\u0001", "\\u0001")
                + "\"";
    }
}
