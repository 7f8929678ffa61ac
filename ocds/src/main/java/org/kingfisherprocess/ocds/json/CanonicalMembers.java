package org.kingfisherprocess.ocds.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Where the members of all open objects lie in the canonical form that is being written, as a
/// stack; sorts those of the innermost object when it ends.
///
/// UTF-8 sorts as code points do, so names are compared as bytes: first by their first eight (held
/// as a number), and as decoded texts only where the document has a name with an escape.
final class CanonicalMembers {
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int SMALL = 48;

    private final GrowingBytes form;
    private final GrowingBytes sorted;
    private int[] starts = new int[64];
    private int[] nameEnds = new int[64];
    private int[] ends = new int[64];
    private long[] prefixes = new long[64];
    private int[] order = new int[64];
    private int count;
    private boolean escapedNames;

    CanonicalMembers(GrowingBytes form, long limit) {
        this.form = form;
        this.sorted = new GrowingBytes(limit);
    }

    void clear() {
        count = 0;
        escapedNames = false;
        sorted.clear();
    }

    int count() {
        return count;
    }

    /// Appends a name in canonical form, with quotes and colon.
    void begin(GrowingBytes name) {
        if (count == starts.length) {
            grow();
        }
        starts[count] = form.length();
        prefixes[count] = prefix(name);
        form.append('"');
        form.append(name);
        form.append('"');
        nameEnds[count] = form.overflowed() ? starts[count] : form.length();
        form.append(':');
        count++;
    }

    /// The value of the innermost member ends where the form ends now.
    void end() {
        ends[count - 1] = form.length();
    }

    /// The name of a member, as text; empty if the form overflowed before it.
    String name(int member) {
        if (nameEnds[member] == starts[member]) {
            return "";
        }
        return CanonicalText.decode(form.array(), starts[member] + 1, nameEnds[member] - 1);
    }

    /// Sorts the members from `first` on; of equal names the last stays.
    void sort(int first) {
        int member = first + 1;
        while (member < count && compare(member - 1, member) < 0) {
            member++;
        }
        if (member < count && !form.overflowed()) {
            reorder(first);
        }
    }

    /// Forgets the members from `first` on.
    void close(int first) {
        count = first;
    }

    /// The value of the member with this plain name, among those from `first` on, which must be
    /// sorted.
    Optional<MemberValue> value(int first, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int i = first; i < count; i++) {
            if (Arrays.equals(
                    form.array(), starts[i] + 1, nameEnds[i] - 1, wanted, 0, wanted.length)) {
                return Optional.of(MemberValue.of(form.array(), nameEnds[i] + 1, ends[i]));
            }
        }
        return Optional.empty();
    }

    private void reorder(int first) {
        int members = count - first;
        if (members <= SMALL) {
            insertionSort(first);
        } else {
            mergeSort(first);
        }
        int kept = 0;
        for (int i = 0; i < members; i++) {
            if (i + 1 == members || compare(order[i], order[i + 1]) != 0) {
                order[kept++] = order[i];
            }
        }
        write(first, kept);
    }

    private void write(int first, int kept) {
        int base = starts[first];
        sorted.clear();
        int[] newStarts = new int[kept];
        int[] newNameEnds = new int[kept];
        for (int i = 0; i < kept; i++) {
            int member = order[i];
            if (i > 0) {
                sorted.append(',');
            }
            newStarts[i] = base + sorted.length();
            newNameEnds[i] = newStarts[i] + nameEnds[member] - starts[member];
            sorted.append(form.array(), starts[member], ends[member] - starts[member]);
        }
        for (int i = 0; i < kept; i++) {
            starts[first + i] = newStarts[i];
            nameEnds[first + i] = newNameEnds[i];
            ends[first + i] = i + 1 < kept ? newStarts[i + 1] - 1 : base + sorted.length();
        }
        count = first + kept;
        form.replaceTail(base, sorted);
    }

    private void insertionSort(int first) {
        for (int i = 0; i < count - first; i++) {
            int member = first + i;
            int at = i;
            while (at > 0 && compare(order[at - 1], member) > 0) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = member;
        }
    }

    private void mergeSort(int first) {
        int members = count - first;
        if (order.length < members) {
            order = new int[starts.length];
        }
        Integer[] boxed = new Integer[members];
        Arrays.setAll(boxed, i -> first + i);
        Arrays.sort(boxed, this::compare);
        for (int i = 0; i < members; i++) {
            order[i] = boxed[i];
        }
    }

    private int compare(int left, int right) {
        if (escapedNames) {
            return Arrays.compareUnsigned(decodedName(left), decodedName(right));
        }
        int byPrefix = Long.compareUnsigned(prefixes[left], prefixes[right]);
        return byPrefix != 0
                ? byPrefix
                : Arrays.compareUnsigned(
                        form.array(),
                        starts[left] + 1,
                        nameEnds[left] - 1,
                        form.array(),
                        starts[right] + 1,
                        nameEnds[right] - 1);
    }

    private byte[] decodedName(int member) {
        return name(member).getBytes(StandardCharsets.UTF_8);
    }

    private long prefix(GrowingBytes name) {
        int length = name.length();
        for (int i = 0; i < length && !escapedNames; i++) {
            escapedNames = name.array()[i] == '\\';
        }
        if (length == 0) {
            return 0;
        }
        long word = (long) EIGHT_BYTES.get(name.array(), 0);
        return length >= 8 ? word : word & (-1L << (64 - 8 * length));
    }

    private void grow() {
        starts = Arrays.copyOf(starts, 2 * count);
        nameEnds = Arrays.copyOf(nameEnds, 2 * count);
        ends = Arrays.copyOf(ends, 2 * count);
        prefixes = Arrays.copyOf(prefixes, 2 * count);
    }
}
