package org.kingfisherprocess.ocds.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks at eight bytes at once, the first in the lowest place of a word. Each test sets the high
/// bit of the bytes that pass it, exactly for the first of them and at least for no earlier one:
/// see "Bit Twiddling Hacks", S. E. Anderson, "Determine if a word has a byte less than n".
final class EightBytes {
    private static final VarHandle VIEW =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private EightBytes() {}

    static long at(byte[] bytes, int from) {
        return (long) VIEW.get(bytes, from);
    }

    /// Bytes below a space.
    static long control(long word) {
        return (word - 0x2020202020202020L) & ~word & HIGHS;
    }

    /// Bytes that are this ASCII character.
    static long equal(long word, char character) {
        long difference = word ^ repeated(character);
        return (difference - ONES) & ~difference & HIGHS;
    }

    /// Bytes outside ASCII.
    static long beyondAscii(long word) {
        return word & HIGHS;
    }

    /// How many bytes precede the first that passed.
    static int before(long passed) {
        return Long.numberOfTrailingZeros(passed) >>> 3;
    }

    private static long repeated(char character) {
        return character * ONES;
    }
}
