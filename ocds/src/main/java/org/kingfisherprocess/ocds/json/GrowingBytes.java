package org.kingfisherprocess.ocds.json;

import java.util.Arrays;

/// A byte buffer that grows up to a limit and then only remembers that it overflowed.
final class GrowingBytes {
    private static final int FIRST_SIZE = 256;
    // One giant document must not keep its memory for the thousands of small ones after it.
    private static final int KEPT_SIZE = 1 << 22;

    private final int limit;
    private byte[] array = new byte[FIRST_SIZE];
    private int length;
    private boolean overflowed;

    GrowingBytes(long limit) {
        this.limit = Math.toIntExact(limit);
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    boolean overflowed() {
        return overflowed;
    }

    byte last() {
        return length == 0 ? 0 : array[length - 1];
    }

    void clear() {
        length = 0;
        overflowed = false;
        if (array.length > KEPT_SIZE) {
            array = new byte[FIRST_SIZE];
        }
    }

    void append(int value) {
        if (makeRoom(1)) {
            array[length++] = (byte) value;
        }
    }

    void append(byte[] source, int from, int count) {
        if (makeRoom(count)) {
            System.arraycopy(source, from, array, length, count);
            length += count;
        }
    }

    void append(GrowingBytes other) {
        append(other.array, 0, other.length);
    }

    void replaceTail(int from, GrowingBytes replacement) {
        length = from;
        append(replacement);
    }

    byte[] copy() {
        return Arrays.copyOf(array, length);
    }

    private boolean makeRoom(int count) {
        if (count <= array.length - length && !overflowed) {
            return length + count <= limit || overflow();
        }
        if (overflowed || count > limit - length) {
            return overflow();
        }
        long doubled = Math.max(2L * array.length, (long) length + count);
        array = Arrays.copyOf(array, (int) Math.min(doubled, Math.max(limit, FIRST_SIZE)));
        return true;
    }

    private boolean overflow() {
        overflowed = true;
        return false;
    }
}
