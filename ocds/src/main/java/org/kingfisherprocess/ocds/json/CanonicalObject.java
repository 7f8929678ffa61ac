package org.kingfisherprocess.ocds.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/// An object in canonical form that is put together member by member.
public final class CanonicalObject {
    // What a member costs in memory beside its bytes: map entry, arrays and value.
    private static final int MEMBER_OVERHEAD = 128;

    private final Map<byte[], CanonicalJson> members = new TreeMap<>(Arrays::compareUnsigned);
    private final long maxBytes;
    private long bytes;

    public CanonicalObject(JsonLimits limits) {
        this.maxBytes = limits.maxDocumentBytes();
    }

    /// Puts a member; one with the same name is replaced. False, and nothing changes, if the object
    /// would become too large.
    public boolean put(String name, CanonicalJson value) {
        byte[] key = name.getBytes(UTF_8);
        long added = (long) key.length + value.utf8().length + MEMBER_OVERHEAD;
        if (bytes + added > maxBytes) {
            return false;
        }
        bytes += added;
        members.put(key, value);
        return true;
    }

    public void clear() {
        members.clear();
        bytes = 0;
    }

    /// The object with the members that it has now.
    public CanonicalJson toCanonicalJson() {
        var form = new GrowingBytes(2 * maxBytes + 2);
        form.append('{');
        members.forEach((name, value) -> {
            if (form.length() > 1) {
                form.append(',');
            }
            form.append('"');
            new String(name, UTF_8).codePoints().forEach(c -> CanonicalText.append(c, form));
            form.append('"');
            form.append(':');
            form.append(value.utf8(), 0, value.utf8().length);
        });
        form.append('}');
        return new CanonicalJson(form.copy(), new CanonicalHash().of(form.array(), form.length()));
    }
}
