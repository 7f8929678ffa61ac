package org.kingfisherprocess.ocds.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Reads numbers and keeps their text.
final class NumberScanner {
    private final StreamBuffer buffer;
    private final GrowingBytes text;

    NumberScanner(StreamBuffer buffer, int maxLength) {
        this.buffer = buffer;
        this.text = new GrowingBytes(maxLength);
    }

    GrowingBytes text() {
        return text;
    }

    void read() throws IOException {
        text.clear();
        while (buffer.ensure(1)) {
            int from = buffer.position;
            int end = from;
            while (end < buffer.limit && mayBelong(buffer.bytes[end])) {
                end++;
            }
            text.append(buffer.bytes, from, end - from);
            buffer.position = end;
            if (end < buffer.limit) {
                break;
            }
        }
        if (!text.overflowed() && !isNumber(text.array(), text.length())) {
            throw new JsonSyntaxException(buffer.where(), shown() + " before this is not a number");
        }
    }

    private String shown() {
        int length = Math.min(text.length(), 40);
        return new String(text.array(), 0, length, StandardCharsets.US_ASCII);
    }

    private static boolean mayBelong(byte value) {
        return isDigit(value)
                || value == '.'
                || value == '-'
                || value == 'e'
                || value == 'E'
                || value == '+';
    }

    /// RFC 8259, section 6.
    private static boolean isNumber(byte[] text, int length) {
        int i = text[0] == '-' ? 1 : 0;
        int whole = digits(text, i, length);
        if (whole == i || (text[i] == '0' && whole > i + 1)) {
            return false;
        }
        i = whole;
        if (i < length && text[i] == '.') {
            int fraction = digits(text, i + 1, length);
            if (fraction == i + 1) {
                return false;
            }
            i = fraction;
        }
        if (i < length && (text[i] == 'e' || text[i] == 'E')) {
            int sign = i + 1 < length && (text[i + 1] == '+' || text[i + 1] == '-') ? 1 : 0;
            int exponent = digits(text, i + 1 + sign, length);
            return exponent > i + 1 + sign && exponent == length;
        }
        return i == length;
    }

    private static int digits(byte[] text, int from, int length) {
        int i = from;
        while (i < length && isDigit(text[i])) {
            i++;
        }
        return i;
    }

    private static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}
