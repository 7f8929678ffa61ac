package org.kingfisherprocess.service.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/// Reads `application/x-www-form-urlencoded`, where `+` is a space, `%XX` a byte, and text is UTF-8:
///
///     form = [ field *( "&" field ) ]
///     field = name [ "=" value ]
///
/// Empty fields, as between two `&`, are skipped.
final class UrlencodedReader implements FormReader {
    private static final int BUFFER_BYTES = 32 << 10;
    private static final int MAX_NAME_BYTES = 1024;
    private static final int END = -1;

    private final InputStream body;
    private final int maxFields;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private int fields;
    private Value value = new Value("", false);

    UrlencodedReader(InputStream body, int maxFields) {
        this.body = body;
        this.maxFields = maxFields;
    }

    @Override
    public Optional<FormField> next() throws IOException {
        value.transferTo(OutputStream.nullOutputStream());
        while (peek() == '&') {
            position++;
        }
        if (peek() == END) {
            return Optional.empty();
        }
        FormReader.checkCount(++fields, maxFields);
        var name = name();
        var hasValue = peek() == '=';
        if (hasValue) {
            position++;
        }
        value = new Value(name, hasValue);
        return Optional.of(new FormField(name, "", false, value));
    }

    private String name() throws IOException {
        var name = new ByteArrayOutputStream();
        for (var next = peek(); next != END && next != '=' && next != '&'; next = peek()) {
            name.write(decoded("a field's name"));
            if (name.size() > MAX_NAME_BYTES) {
                throw new HttpException(
                        413, "a field's name is longer than %,d bytes".formatted(MAX_NAME_BYTES));
            }
        }
        return name.toString(StandardCharsets.UTF_8);
    }

    private int peek() throws IOException {
        if (position == limit && !fill()) {
            return END;
        }
        return buffer[position];
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(body.read(buffer, 0, buffer.length), 0);
        return limit > 0;
    }

    /// Takes one byte of text, which there must be; `where` names it in an error.
    private int decoded(String where) throws IOException {
        var first = buffer[position++];
        return switch (first) {
            case '+' -> ' ';
            case '%' -> escaped(where);
            default -> first & 0xFF;
        };
    }

    private int escaped(String where) throws IOException {
        var text = new StringBuilder("%");
        var escaped = 0;
        for (var i = 0; i < 2; i++) {
            var next = peek();
            var digit = next == END ? -1 : Character.digit(next, 16);
            if (next != END && next != '&') {
                text.append((char) (next & 0xFF));
                position++;
            }
            if (digit < 0) {
                throw HttpException.badRequest(
                        "%s has the broken percent-escape '%s'".formatted(where, text));
            }
            escaped = escaped << 4 | digit;
        }
        return escaped;
    }

    /// The bytes of one field's value.
    private final class Value extends InputStream {
        private final String name;
        private boolean more;

        Value(String name, boolean more) {
            this.name = name;
            this.more = more;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            var taken = 0;
            while (more && taken < length) {
                // Gives what there is rather than wait for more.
                if (position == limit && taken > 0) {
                    break;
                }
                var next = peek();
                if (next == END || next == '&') {
                    more = false;
                } else {
                    target[offset + taken++] = (byte) decoded(name);
                }
            }
            return taken > 0 || length == 0 ? taken : -1;
        }
    }
}
