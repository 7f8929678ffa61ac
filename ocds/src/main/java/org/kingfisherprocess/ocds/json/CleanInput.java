package org.kingfisherprocess.ocds.json;

import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A file as it arrived, read as UTF-8 without what PostgreSQL or JSON cannot have: control
/// characters (all below a space but 0x01 and the line feed, as version 1 removes them), the escape
/// for U+0000, and a byte order mark at the beginning.
///
/// UTF-8 is passed on without decoding, so that malformed bytes reach the parser, which names the
/// document that has them; of another encoding they end the stream with a [MalformedTextException].
///
/// ```java
/// try (var clean = CleanInput.of(raw, "windows-1252")) {
///     parse(clean);
///     warnings.addAll(clean.warnings());
/// }
/// ```
public final class CleanInput extends InputStream {
    private static final int SIZE = 1 << 15;
    private static final byte[] NUL_ESCAPE = {'\\', 'u', '0', '0', '0', '0'};

    private final InputStream raw;
    private final byte[] source = new byte[SIZE];
    // Up to five bytes of an unfinished escape may precede the bytes of one read.
    private final byte[] cleaned = new byte[SIZE + NUL_ESCAPE.length];
    private final long[] removed = new long[' '];
    private long removedEscapes;
    private int position;
    private int limit;
    private int matched;
    private boolean beginning = true;

    private CleanInput(InputStream raw) {
        this.raw = raw;
    }

    /// Wraps a stream, which is closed with this one.
    ///
    /// @param charset a name as Java or Python know it, in any case: `utf-8`, `latin-1`, `cp1252`
    /// @throws UnsupportedEncodingException if there is no such encoding
    public static CleanInput of(InputStream raw, String charset)
            throws UnsupportedEncodingException {
        Charset known = charset(charset);
        return new CleanInput(
                known.equals(StandardCharsets.UTF_8) ? raw : new TranscodedInput(raw, known));
    }

    private static Charset charset(String name) throws UnsupportedEncodingException {
        String javaName =
                switch (name.strip().toLowerCase(Locale.ROOT).replace('_', '-')) {
                    case "", "utf8", "utf-8-sig" -> "utf-8";
                    case "latin-1", "iso8859-1" -> "iso-8859-1";
                    case "ascii" -> "us-ascii";
                    case String other -> other;
                };
        try {
            return Charset.forName(javaName);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            var refusal =
                    new UnsupportedEncodingException(
                            "unknown encoding \"%s\": name one like utf-8, iso-8859-1 or windows-1252"
                                    .formatted(name));
            refusal.initCause(e);
            throw refusal;
        }
    }

    /// What has been removed so far, a sentence for each kind of character; empty if nothing was.
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        for (int i = 0; i < removed.length; i++) {
            if (removed[i] > 0) {
                warnings.add("removed the control character 0x%02x (%,d)".formatted(i, removed[i]));
            }
        }
        if (removedEscapes > 0) {
            warnings.add("removed the escape \\u0000 (%,d)".formatted(removedEscapes));
        }
        return List.copyOf(warnings);
    }

    @Override
    public int read() throws IOException {
        return position < limit || refill() ? cleaned[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !refill()) {
            return -1;
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(cleaned, position, target, offset, count);
        position += count;
        return count;
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    private boolean refill() throws IOException {
        position = 0;
        limit = 0;
        while (limit == 0) {
            int read = beginning ? readBeginning() : raw.read(source, 0, SIZE);
            if (read < 0) {
                giveUpEscape();
                return limit > 0;
            }
            clean(read);
        }
        return true;
    }

    /// Reads enough to see a byte order mark, and leaves it out.
    private int readBeginning() throws IOException {
        int read = raw.readNBytes(source, 0, 3);
        beginning = false;
        boolean mark =
                read == 3
                        && source[0] == (byte) 0xef
                        && source[1] == (byte) 0xbb
                        && source[2] == (byte) 0xbf;
        return mark ? 0 : read == 0 ? -1 : read;
    }

    private void clean(int end) {
        int i = 0;
        while (i < end) {
            if (matched == 0) {
                int plain = plainEnd(i, end);
                System.arraycopy(source, i, cleaned, limit, plain - i);
                limit += plain - i;
                i = plain;
            }
            if (i < end) {
                special(source[i++]);
            }
        }
    }

    private int plainEnd(int from, int end) {
        int i = from;
        while (i < end) {
            if (i + 8 <= end) {
                long word = EightBytes.at(source, i);
                long stops = EightBytes.control(word) | EightBytes.equal(word, '\\');
                if (stops == 0) {
                    i += 8;
                    continue;
                }
                i += EightBytes.before(stops);
            }
            if (source[i] == '\\' || !isKept(source[i])) {
                return i;
            }
            i++;
        }
        return i;
    }

    private static boolean isKept(byte value) {
        return value >= ' ' || value < 0 || value == '\n' || value == 1;
    }

    /// A byte within an escape, or one that may not be kept. `matched` bytes of [#NUL_ESCAPE] have
    /// been held back; a backslash and anything but `u` belong together, so that an escaped
    /// backslash starts no escape.
    private void special(byte value) {
        if (!isKept(value)) {
            removed[value]++;
        } else if (value == NUL_ESCAPE[matched]) {
            matched++;
            if (matched == NUL_ESCAPE.length) {
                removedEscapes++;
                matched = 0;
            }
        } else {
            boolean pair = matched == 1;
            giveUpEscape();
            if (value == '\\' && !pair) {
                matched = 1;
            } else {
                cleaned[limit++] = value;
            }
        }
    }

    private void giveUpEscape() {
        System.arraycopy(NUL_ESCAPE, 0, cleaned, limit, matched);
        limit += matched;
        matched = 0;
    }
}
