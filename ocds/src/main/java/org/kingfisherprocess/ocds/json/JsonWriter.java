package org.kingfisherprocess.ocds.json;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Writes values as compact UTF-8, numbers as they were written. Buffers: call [#flush()] at the
/// end. Not thread-safe.
///
/// Only what must be escaped is escaped: quotes, backslashes, control characters, and lone
/// surrogates, which UTF-8 cannot say.
///
/// ```java
/// var lines = new JsonWriter(output);
/// for (var release : releases) {
///     lines.write(release).newline();
/// }
/// lines.flush();
/// ```
public final class JsonWriter {

    private static final int BUFFER_BYTES = 16_384;

    /// The longest that one char becomes: `\u0000`.
    private static final int LONGEST_CHAR = 6;

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final boolean[] PLAIN = plain();

    private final OutputStream output;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int used;

    public JsonWriter(OutputStream output) {
        this.output = output;
    }

    /// The value's compact JSON in UTF-8.
    public static byte[] toBytes(JsonValue value) {
        var bytes = new ByteArrayOutputStream();
        try {
            new JsonWriter(bytes).write(value).flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static String toText(JsonValue value) {
        return new String(toBytes(value), StandardCharsets.UTF_8);
    }

    public JsonWriter write(JsonValue value) throws IOException {
        switch (value) {
            case JsonString string -> string(string.value());
            case JsonObject object -> object(object);
            case JsonNumber number -> ascii(number.text());
            case JsonArray array -> array(array);
            case JsonLiteral literal -> ascii(literal.toString());
        }
        return this;
    }

    /// Ends a line, for JSON lines.
    public JsonWriter newline() throws IOException {
        put('\n');
        return this;
    }

    /// Hands all that was written to the stream, and flushes that.
    public void flush() throws IOException {
        drain();
        output.flush();
    }

    private void object(JsonObject object) throws IOException {
        put('{');
        for (int i = 0; i < object.size(); i++) {
            if (i > 0) {
                put(',');
            }
            string(object.nameAt(i));
            put(':');
            write(object.valueAt(i));
        }
        put('}');
    }

    private void array(JsonArray array) throws IOException {
        put('[');
        for (int i = 0; i < array.size(); i++) {
            if (i > 0) {
                put(',');
            }
            write(array.get(i));
        }
        put(']');
    }

    private void ascii(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
    }

    private void string(String text) throws IOException {
        put('"');
        int length = text.length();
        int i = 0;
        while (i < length) {
            if (used > BUFFER_BYTES - LONGEST_CHAR) {
                drain();
            }
            int end = Math.min(length, i + BUFFER_BYTES - LONGEST_CHAR - used + 1);
            i = plainRun(text, i, end);
            if (i < end) {
                i += escapedOrLong(text, i);
            }
        }
        put('"');
    }

    private int plainRun(String text, int from, int end) {
        byte[] bytes = buffer;
        int to = used;
        int i = from;
        for (; i < end; i++) {
            char c = text.charAt(i);
            if (c >= 128 || !PLAIN[c]) {
                break;
            }
            bytes[to++] = (byte) c;
        }
        used = to;
        return i;
    }

    /// Writes the character that starts there; returns how many chars it was.
    private int escapedOrLong(String text, int i) {
        char c = text.charAt(i);
        if (c < 0x80) {
            escape(c);
        } else if (c < 0x800) {
            two(c);
        } else if (!Character.isSurrogate(c)) {
            three(c);
        } else if (Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1))) {
            four(Character.toCodePoint(c, text.charAt(i + 1)));
            return 2;
        } else {
            hexadecimal(c);
        }
        return 1;
    }

    private void escape(char c) {
        char letter =
                switch (c) {
                    case '"', '\\' -> c;
                    case '\n' -> 'n';
                    case '\r' -> 'r';
                    case '\t' -> 't';
                    case '\b' -> 'b';
                    case '\f' -> 'f';
                    default -> 0;
                };
        if (letter == 0) {
            hexadecimal(c);
        } else {
            buffer[used++] = '\\';
            buffer[used++] = (byte) letter;
        }
    }

    private void hexadecimal(char c) {
        buffer[used++] = '\\';
        buffer[used++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            buffer[used++] = HEX[(c >> shift) & 0xF];
        }
    }

    private void two(int c) {
        buffer[used++] = (byte) (0xC0 | (c >> 6));
        buffer[used++] = (byte) (0x80 | (c & 0x3F));
    }

    private void three(int c) {
        buffer[used++] = (byte) (0xE0 | (c >> 12));
        buffer[used++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        buffer[used++] = (byte) (0x80 | (c & 0x3F));
    }

    private void four(int c) {
        buffer[used++] = (byte) (0xF0 | (c >> 18));
        buffer[used++] = (byte) (0x80 | ((c >> 12) & 0x3F));
        buffer[used++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        buffer[used++] = (byte) (0x80 | (c & 0x3F));
    }

    private void put(char ascii) throws IOException {
        if (used == BUFFER_BYTES) {
            drain();
        }
        buffer[used++] = (byte) ascii;
    }

    private void drain() throws IOException {
        output.write(buffer, 0, used);
        used = 0;
    }

    private static boolean[] plain() {
        var plain = new boolean[128];
        for (char c = 0x20; c < 0x7F; c++) {
            plain[c] = c != '"' && c != '\\';
        }
        plain[0x7F] = true;
        return plain;
    }
}
