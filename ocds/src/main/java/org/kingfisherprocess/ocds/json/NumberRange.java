package org.kingfisherprocess.ocds.json;

import java.nio.charset.StandardCharsets;

/// Which numbers PostgreSQL's `numeric` can hold: at most 131,072 digits before the point and
/// 16,383 after it (PostgreSQL's documentation, "Numeric Types"). `jsonb` keeps numbers so.
final class NumberRange {
    private static final int MAX_WHOLE_DIGITS = 131_072;
    private static final int MAX_FRACTION_DIGITS = 16_383;
    // numeric_in refuses exponents from here on, whatever the digits are.
    private static final long MAX_EXPONENT = Integer.MAX_VALUE / 2 - 1;

    private NumberRange() {}

    static boolean contains(byte[] text, int length) {
        int mark = exponentMark(text, length);
        if (mark == length && length <= MAX_FRACTION_DIGITS) {
            return true;
        }
        long exponent = mark == length ? 0 : exponent(text, mark + 1, length);
        int start = text[0] == '-' ? 1 : 0;
        int point = start;
        while (point < mark && text[point] != '.') {
            point++;
        }
        int fractionDigits = Math.max(0, mark - point - 1);
        return Math.abs(exponent) <= MAX_EXPONENT
                && fractionDigits - exponent <= MAX_FRACTION_DIGITS
                && wholeDigits(text, start, point, mark) + exponent <= MAX_WHOLE_DIGITS;
    }

    /// Digits before the point, negative for zeros behind it; far below any limit for zero itself.
    private static long wholeDigits(byte[] text, int start, int point, int mark) {
        for (int i = start; i < mark; i++) {
            if (text[i] > '0') {
                return i < point ? point - i : point + 1 - i;
            }
        }
        return -2 * MAX_EXPONENT;
    }

    private static int exponentMark(byte[] text, int length) {
        int i = 0;
        while (i < length && (text[i] | 0x20) != 'e') {
            i++;
        }
        return i;
    }

    private static long exponent(byte[] text, int from, int length) {
        boolean negative = text[from] == '-';
        int first = text[from] == '-' || text[from] == '+' ? from + 1 : from;
        while (first < length - 1 && text[first] == '0') {
            first++;
        }
        if (length - first > 10) {
            return MAX_EXPONENT + 1;
        }
        long value =
                Long.parseLong(new String(text, first, length - first, StandardCharsets.US_ASCII));
        return negative ? -value : value;
    }
}
