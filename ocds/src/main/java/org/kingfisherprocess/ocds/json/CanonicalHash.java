package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The MD5 of a canonical form with everything beyond printable ASCII escaped by its four
/// hexadecimal digits: what Python's `json.dumps(sort_keys=True, separators=(",", ":"))` yields,
/// which is how databases of Kingfisher Process have named their documents since version 1. It
/// tells documents apart; it protects nothing.
final class CanonicalHash {
    private static final int CHUNK = 4096;
    private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

    private final MessageDigest digest;
    private final byte[] escaped = new byte[CHUNK];

    CanonicalHash() {
        try {
            digest = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5, this one has not", e);
        }
    }

    String of(byte[] canonical, int length) {
        int from = 0;
        while (from < length) {
            int plain = asciiEnd(canonical, from, length);
            digest.update(canonical, from, plain - from);
            from = escapeRun(canonical, plain, length);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static int asciiEnd(byte[] bytes, int from, int length) {
        int i = from;
        while (i + 8 <= length) {
            long word = EightBytes.at(bytes, i);
            long stops = EightBytes.beyondAscii(word) | EightBytes.equal(word, '\u007f');
            if (stops != 0) {
                return i + EightBytes.before(stops);
            }
            i += 8;
        }
        while (i < length && isPlain(bytes[i])) {
            i++;
        }
        return i;
    }

    private static boolean isPlain(byte value) {
        return value >= ' ' && value != 0x7f;
    }

    /// Hashes escapes, and the few plain bytes between them, as long as they fit into one chunk.
    private int escapeRun(byte[] bytes, int from, int length) {
        int filled = 0;
        int plainInRow = 0;
        int i = from;
        while (i < length && filled <= CHUNK - 12 && plainInRow < 64) {
            byte next = bytes[i];
            if (isPlain(next)) {
                escaped[filled++] = next;
                plainInRow++;
                i++;
                continue;
            }
            plainInRow = 0;
            int character = Utf8.characterAt(bytes, i);
            i += Utf8.lengthAt(bytes, i, length);
            if (character < 0x10000) {
                filled = escape(character, filled);
            } else {
                filled = escape(Character.highSurrogate(character), filled);
                filled = escape(Character.lowSurrogate(character), filled);
            }
        }
        digest.update(escaped, 0, filled);
        return i;
    }

    private int escape(int unit, int at) {
        escaped[at] = '\\';
        escaped[at + 1] = 'u';
        for (int i = 0; i < 4; i++) {
            escaped[at + 2 + i] = DIGITS[unit >> (12 - 4 * i) & 0xf];
        }
        return at + 6;
    }
}
