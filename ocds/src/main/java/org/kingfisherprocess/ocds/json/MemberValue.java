package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.List;

/// The value of one member of a document, as far as it is small.
public sealed interface MemberValue {
    /// A text, decoded.
    record Text(String text) implements MemberValue {}

    /// A number, as it is written.
    record Numeral(String text) implements MemberValue {}

    /// An array: those of its elements that are texts.
    record Texts(List<String> texts) implements MemberValue {
        public Texts {
            texts = List.copyOf(texts);
        }
    }

    /// An object, `true`, `false` or `null`.
    record Other() implements MemberValue {}

    /// The value whose canonical form lies between `from` and `end`.
    static MemberValue of(byte[] canonical, int from, int end) {
        return switch (canonical[from]) {
            case '"' -> new Text(CanonicalText.decode(canonical, from + 1, end - 1));
            case '[' -> new Texts(texts(canonical, from + 1, end - 1));
            case '{', 't', 'f', 'n' -> new Other();
            default -> new Numeral(new String(canonical, from, end - from, US_ASCII));
        };
    }

    private static List<String> texts(byte[] canonical, int from, int end) {
        var texts = new ArrayList<String>();
        int depth = 0;
        int i = from;
        while (i < end) {
            switch (canonical[i]) {
                case '"' -> {
                    int close = closingQuote(canonical, i + 1);
                    if (depth == 0) {
                        texts.add(CanonicalText.decode(canonical, i + 1, close));
                    }
                    i = close;
                }
                case '[', '{' -> depth++;
                case ']', '}' -> depth--;
                default -> {}
            }
            i++;
        }
        return texts;
    }

    private static int closingQuote(byte[] canonical, int from) {
        int i = from;
        while (canonical[i] != '"') {
            i += canonical[i] == '\\' ? 2 : 1;
        }
        return i;
    }
}
