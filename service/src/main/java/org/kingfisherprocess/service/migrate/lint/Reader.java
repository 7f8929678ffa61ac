package org.kingfisherprocess.service.migrate.lint;

import java.util.ArrayList;
import java.util.List;

/// Reads the tokens of a statement one after another.
final class Reader {
    private final List<Token> tokens;
    private int position;

    Reader(List<Token> tokens) {
        this.tokens = tokens;
    }

    /// Goes past the words if they come next, all of them.
    boolean take(String... words) {
        if (!next(words)) {
            return false;
        }
        position += words.length;
        return true;
    }

    boolean next(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (position + i >= tokens.size() || !tokens.get(position + i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /// The name that comes next, without quotes or a schema `public`; empty if none does.
    String name() {
        if (position >= tokens.size() || !tokens.get(position).isName()) {
            return "";
        }
        var name = tokens.get(position++).text();
        return name.startsWith("public.") ? name.substring("public.".length()) : name;
    }

    /// The names that come next, with commas between them.
    List<String> names() {
        var names = new ArrayList<String>();
        do {
            names.add(name());
        } while (take(","));
        return names;
    }

    /// Goes past what is in parentheses if such come next.
    void takeParentheses() {
        if (!next("(")) {
            return;
        }
        int depth = 0;
        do {
            depth += next("(") ? 1 : next(")") ? -1 : 0;
            position++;
        } while (depth > 0 && position < tokens.size());
    }

    /// The names that come behind the words, wherever those are in what is left.
    List<String> namesAfter(String... words) {
        var names = new ArrayList<String>();
        var rest = new Reader(rest());
        while (rest.position < rest.tokens.size()) {
            if (rest.take(words)) {
                names.add(rest.name());
            } else {
                rest.position++;
            }
        }
        return names;
    }

    /// Whether the word comes in what is left, in no parentheses.
    boolean containsOutside(String word) {
        int depth = 0;
        for (var token : rest()) {
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && token.is(word)) {
                return true;
            }
        }
        return false;
    }

    /// Whether the words come anywhere in what is left.
    boolean contains(String... words) {
        var rest = new Reader(tokens.subList(position, tokens.size()));
        for (; rest.position < rest.tokens.size(); rest.position++) {
            if (rest.next(words)) {
                return true;
            }
        }
        return false;
    }

    /// Goes to behind the first place where the word comes.
    boolean skipTo(String word) {
        while (position < tokens.size()) {
            if (tokens.get(position++).is(word)) {
                return true;
            }
        }
        return false;
    }

    List<Token> rest() {
        return tokens.subList(position, tokens.size());
    }
}
