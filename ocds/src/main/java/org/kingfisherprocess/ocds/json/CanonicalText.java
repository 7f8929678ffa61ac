package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Texts as the canonical form has them: UTF-8, in which only quotes, backslashes and control
/// characters are escaped, each in one way (as Python's `json.dumps` does).
final class CanonicalText {
    private static final String SHORT_ESCAPES = "\bb\ff\nn\rr\tt\"\"\\\\";

    private CanonicalText() {}

    static void append(int character, GrowingBytes target) {
        if (character >= ' ' && character != '"' && character != '\\') {
            Utf8.append(character, target);
            return;
        }
        target.append('\\');
        for (int i = 0; i < SHORT_ESCAPES.length(); i += 2) {
            if (SHORT_ESCAPES.charAt(i) == character) {
                target.append(SHORT_ESCAPES.charAt(i + 1));
                return;
            }
        }
        byte[] digits = "u%04x".formatted(character).getBytes(US_ASCII);
        target.append(digits, 0, digits.length);
    }

    /// What the canonical text between `from` and `end` says.
    static String decode(byte[] bytes, int from, int end) {
        String text = new String(bytes, from, end - from, UTF_8);
        if (text.indexOf('\\') < 0) {
            return text;
        }
        var decoded = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char next = text.charAt(i);
            if (next != '\\') {
                decoded.append(next);
                i++;
            } else if (text.charAt(i + 1) == 'u') {
                decoded.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
                i += 6;
            } else {
                decoded.append(unescaped(text.charAt(i + 1)));
                i += 2;
            }
        }
        return decoded.toString();
    }

    private static char unescaped(char letter) {
        for (int i = 1; i < SHORT_ESCAPES.length(); i += 2) {
            if (SHORT_ESCAPES.charAt(i) == letter) {
                return SHORT_ESCAPES.charAt(i - 1);
            }
        }
        return letter;
    }
}
