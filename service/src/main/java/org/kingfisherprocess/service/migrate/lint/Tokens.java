package org.kingfisherprocess.service.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Cuts a script into statements, and those into tokens; comments are left out. Knows PostgreSQL's
/// strings: 'a', E'a', $$a$$, $b$a$b$.
final class Tokens {
    private static final Pattern TOKEN =
            Pattern.compile(
                    """
                    (?<space>\\s+|--[^\\n]*|/\\*.*?\\*/)\
                    |(?<dollar>\\$(?<tag>[A-Za-z_]*)\\$.*?\\$\\k<tag>\\$)\
                    |(?<escaped>[eE]'(?:[^'\\\\]|\\\\.|'')*')\
                    |(?<string>'(?:[^']|'')*')\
                    |(?<quoted>"(?:[^"]|"")*")\
                    |(?<word>[\\p{L}_0-9][\\p{L}_0-9$.]*)\
                    |(?<symbol>::|.)\
                    """,
                    Pattern.DOTALL);

    private Tokens() {}

    static List<List<Token>> statements(String sql) {
        var statements = new ArrayList<List<Token>>();
        var current = new ArrayList<Token>();
        var matcher = TOKEN.matcher(sql);
        while (matcher.find()) {
            if (matcher.group("space") != null) {
                continue;
            }
            if (matcher.group().equals(";")) {
                add(statements, current);
                current = new ArrayList<>();
            } else if (matcher.group("word") != null) {
                current.add(new Token(Token.Kind.WORD, matcher.group().toLowerCase(Locale.ROOT)));
            } else if (matcher.group("quoted") != null) {
                current.add(
                        new Token(
                                Token.Kind.QUOTED_NAME,
                                matcher.group("quoted")
                                        .substring(1, matcher.group("quoted").length() - 1)));
            } else if (matcher.group("symbol") != null) {
                current.add(new Token(Token.Kind.SYMBOL, matcher.group()));
            } else {
                current.add(new Token(Token.Kind.STRING, matcher.group()));
            }
        }
        add(statements, current);
        return statements;
    }

    private static void add(List<List<Token>> statements, List<Token> statement) {
        if (!statement.isEmpty()) {
            statements.add(List.copyOf(statement));
        }
    }

    /// The parts between commas that are in no parentheses.
    static List<List<Token>> parts(List<Token> tokens) {
        var parts = new ArrayList<List<Token>>();
        var current = new ArrayList<Token>();
        int depth = 0;
        for (var token : tokens) {
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            }
            if (depth == 0 && token.is(",")) {
                add(parts, current);
                current = new ArrayList<>();
            } else {
                current.add(token);
            }
        }
        add(parts, current);
        return parts;
    }

    static String text(List<Token> tokens) {
        var text = new StringBuilder();
        for (var token : tokens) {
            var tight = token.is(",") || token.is(")") || token.is("::");
            if (!text.isEmpty() && !tight && !text.toString().endsWith("(")) {
                text.append(' ');
            }
            text.append(
                    token.kind() == Token.Kind.QUOTED_NAME
                            ? "\"" + token.text() + "\""
                            : token.text());
        }
        return text.length() > 160 ? text.substring(0, 157) + "..." : text.toString();
    }
}
