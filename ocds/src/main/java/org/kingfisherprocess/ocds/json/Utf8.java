package org.kingfisherprocess.ocds.json;

/// The shape of UTF-8: RFC 3629, table in section 4 (no surrogates, nothing overlong).
final class Utf8 {
    private Utf8() {}

    /// How many bytes the character at `from` has; 0 if it is malformed or does not end before
    /// `end`.
    static int lengthAt(byte[] bytes, int from, int end) {
        int first = bytes[from] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (end - from < length || !secondFits(first, bytes[from + 1] & 0xff)) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[from + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static boolean secondFits(int first, int second) {
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= low && second <= high;
    }

    static void append(int character, GrowingBytes target) {
        if (character < 0x80) {
            target.append(character);
        } else if (character < 0x800) {
            target.append(0xc0 | (character >> 6));
            target.append(0x80 | (character & 0x3f));
        } else if (character < 0x10000) {
            target.append(0xe0 | (character >> 12));
            target.append(0x80 | ((character >> 6) & 0x3f));
            target.append(0x80 | (character & 0x3f));
        } else {
            target.append(0xf0 | (character >> 18));
            target.append(0x80 | ((character >> 12) & 0x3f));
            target.append(0x80 | ((character >> 6) & 0x3f));
            target.append(0x80 | (character & 0x3f));
        }
    }

    /// The character at `from` of well-formed UTF-8.
    static int characterAt(byte[] bytes, int from) {
        int first = bytes[from];
        if (first >= 0) {
            return first;
        }
        if ((first & 0xe0) == 0xc0) {
            return ((first & 0x1f) << 6) | (bytes[from + 1] & 0x3f);
        }
        int two = ((bytes[from + 1] & 0x3f) << 6) | (bytes[from + 2] & 0x3f);
        return (first & 0xf0) == 0xe0
                ? ((first & 0xf) << 12) | two
                : ((first & 7) << 18) | (two << 6) | (bytes[from + 3] & 0x3f);
    }
}
