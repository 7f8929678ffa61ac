package org.kingfisherprocess.service.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads `multipart/form-data` (RFC 7578, RFC 2046):
///
///     form      = [ preamble CRLF ] "--" boundary *( part ) "--" anything
///     part      = blanks CRLF *( header CRLF ) CRLF content delimiter
///     delimiter = CRLF "--" boundary
///
/// Content ends at a delimiter alone: a Content-Length of the part's own, which v1's client sends, is not needed and not trusted. Until
/// the next bytes are here, what could be the beginning of a delimiter is held back.
final class MultipartReader implements FormReader {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int MAX_BOUNDARY = 200;
    private static final int MAX_PART_HEADER_BYTES = 16 << 10;
    private static final Set<String> PLAIN_ENCODINGS = Set.of("", "7bit", "8bit", "binary");

    private final InputStream body;
    private final int maxParts;
    private final byte[] delimiter;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private int parts;
    private boolean ended;
    private Content content;

    MultipartReader(InputStream body, String boundary, int maxParts) {
        if (boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
            throw HttpException.badRequest(
                    "multipart/form-data needs a boundary of 1 to %d characters in Content-Type"
                            .formatted(MAX_BOUNDARY));
        }
        this.body = body;
        this.maxParts = maxParts;
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.UTF_8);
        // The first delimiter may stand at the very beginning: as if a line had ended before it.
        buffer[0] = '\r';
        buffer[1] = '\n';
        limit = 2;
        content = new Content();
    }

    @Override
    public Optional<FormField> next() throws IOException {
        if (ended) {
            return Optional.empty();
        }
        content.transferTo(OutputStream.nullOutputStream());
        position += delimiter.length;
        if (startsWithTwoHyphens()) {
            ended = true;
            position = limit;
            body.transferTo(OutputStream.nullOutputStream());
            return Optional.empty();
        }
        if (!line().isBlank()) {
            throw HttpException.badRequest(
                    "a multipart boundary is followed by text on the same line");
        }
        FormReader.checkCount(++parts, maxParts);
        return Optional.of(part());
    }

    private boolean startsWithTwoHyphens() throws IOException {
        need(2);
        return buffer[position] == '-' && buffer[position + 1] == '-';
    }

    private FormField part() throws IOException {
        var disposition = HeaderValue.parse("");
        var bytes = 0;
        for (var line = line(); !line.isEmpty(); line = line()) {
            bytes += line.length();
            if (bytes > MAX_PART_HEADER_BYTES) {
                throw tooLongHeader();
            }
            var colon = line.indexOf(':');
            var name = line.substring(0, Math.max(colon, 0)).strip().toLowerCase(Locale.ROOT);
            var value = line.substring(colon + 1).strip();
            if (name.equals("content-disposition")) {
                disposition = HeaderValue.parse(value);
            } else if (name.equals("content-transfer-encoding")
                    && !PLAIN_ENCODINGS.contains(value.toLowerCase(Locale.ROOT))) {
                throw new HttpException(
                        415, "a part is encoded as %s: send it plain".formatted(value));
            }
        }
        if (!disposition.parameters().containsKey("name")) {
            throw HttpException.badRequest(
                    "part %d of the form has no name in its Content-Disposition".formatted(parts));
        }
        content = new Content();
        return new FormField(
                disposition.parameter("name"), disposition.parameter("filename"), true, content);
    }

    /// Takes a line, up to and without its line feed and the carriage return before it.
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            need(1);
            var next = buffer[position++];
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8).replace("\r", "");
            }
            line.write(next);
            if (line.size() > MAX_PART_HEADER_BYTES) {
                throw tooLongHeader();
            }
        }
    }

    private void need(int bytes) throws IOException {
        while (limit - position < bytes) {
            fill();
        }
    }

    /// Gets more bytes behind those not yet taken, of which there are always fewer than the buffer
    /// holds.
    private void fill() throws IOException {
        System.arraycopy(buffer, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        var read = body.read(buffer, limit, buffer.length - limit);
        if (read < 0) {
            throw HttpException.badRequest(
                    parts == 0
                            ? "the multipart body has no boundary as its Content-Type names it"
                            : "the multipart body ends without its closing boundary");
        }
        limit += read;
    }

    /// Where content ends as far as the buffer shows: at a delimiter, at what may become one, or at
    /// the end of the buffer.
    private int contentEnd() {
        for (var i = position; i < limit; i++) {
            if (buffer[i] == '\r' && startsDelimiter(i)) {
                return i;
            }
        }
        return limit;
    }

    private boolean startsDelimiter(int at) {
        var length = Math.min(delimiter.length, limit - at);
        return Arrays.equals(buffer, at, at + length, delimiter, 0, length);
    }

    private static HttpException tooLongHeader() {
        return new HttpException(
                413,
                "a part of the form has a header of more than %,d bytes"
                        .formatted(MAX_PART_HEADER_BYTES));
    }

    /// The bytes of one part, up to the delimiter. What comes before the first delimiter is read as
    /// one too, and dropped.
    private final class Content extends InputStream {
        private int end = position;

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (this != content) {
                return -1;
            }
            while (position == end) {
                if (limit - position >= delimiter.length && startsDelimiter(position)) {
                    return -1;
                }
                if (position == limit || startsDelimiter(position)) {
                    fill();
                }
                end = contentEnd();
            }
            var taken = Math.min(length, end - position);
            System.arraycopy(buffer, position, target, offset, taken);
            position += taken;
            return taken;
        }
    }
}
