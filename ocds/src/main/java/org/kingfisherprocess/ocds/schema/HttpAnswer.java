package org.kingfisherprocess.ocds.schema;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// An answer of HTTP/1.1 (RFC 9112), read whole within limits.
final class HttpAnswer {

    private static final int MAX_HEAD_BYTES = 65_536;

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private HttpAnswer(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static HttpAnswer read(InputStream socket, int maxBytes) throws IOException, FetchException {
        var input = new BufferedInputStream(socket);
        var head = new Head(input);
        int status = status(head.line());
        while (status >= 100 && status < 200) {
            head.headers();
            status = status(head.line());
        }
        var headers = head.headers();
        var answer = new HttpAnswer(status, headers, new byte[0]);
        if (status != 200) {
            return answer;
        }
        if (!answer.header("content-encoding").orElse("identity").equalsIgnoreCase("identity")) {
            throw new FetchException("the server compressed what it was asked not to");
        }
        return new HttpAnswer(status, headers, answer.readBody(head, input, maxBytes));
    }

    int status() {
        return status;
    }

    byte[] body() {
        return body.clone();
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    boolean isRedirect() {
        return switch (status) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    private byte[] readBody(Head head, InputStream input, int maxBytes)
            throws IOException, FetchException {
        if (header("transfer-encoding").orElse("").toLowerCase(Locale.ROOT).contains("chunked")) {
            return chunks(head, input, maxBytes);
        }
        var declared = header("content-length");
        if (declared.isPresent()) {
            long length = number(declared.get(), 10);
            checkLength(length, maxBytes);
            return exactly(input, (int) length);
        }
        var body = input.readNBytes(maxBytes + 1);
        checkLength(body.length, maxBytes);
        return body;
    }

    private static byte[] chunks(Head head, InputStream input, int maxBytes)
            throws IOException, FetchException {
        var body = new ByteArrayOutputStream();
        while (true) {
            var line = head.line();
            int extension = line.indexOf(';');
            long length = number(extension < 0 ? line : line.substring(0, extension), 16);
            if (length == 0) {
                return body.toByteArray();
            }
            checkLength(body.size() + length, maxBytes);
            body.write(exactly(input, (int) length));
            head.line();
        }
    }

    private static byte[] exactly(InputStream input, int length)
            throws IOException, FetchException {
        var bytes = input.readNBytes(length);
        if (bytes.length < length) {
            throw new FetchException("the answer broke off");
        }
        return bytes;
    }

    private static void checkLength(long length, int maxBytes) throws FetchException {
        if (length > maxBytes) {
            throw new FetchException("the file is longer than %,d bytes".formatted(maxBytes));
        }
    }

    private static int status(String line) throws FetchException {
        if (!line.matches("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?")) {
            throw new FetchException("the server does not speak HTTP/1.1");
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private static long number(String text, int radix) throws FetchException {
        try {
            long number = Long.parseLong(text.strip(), radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, as for negative numbers
        }
        throw new FetchException("the server gave no length but \"%s\"".formatted(text.strip()));
    }

    /// Lines of an answer, all of them together no longer than a limit.
    private static final class Head {

        private final InputStream input;
        private int left = MAX_HEAD_BYTES;

        Head(InputStream input) {
            this.input = input;
        }

        String line() throws IOException, FetchException {
            var line = new ByteArrayOutputStream();
            for (int b = input.read(); b != '\n'; b = input.read()) {
                if (b < 0) {
                    throw new FetchException("the answer broke off");
                }
                if (--left < 0) {
                    throw new FetchException(
                            "headers longer than %,d bytes".formatted(MAX_HEAD_BYTES));
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
        }

        Map<String, String> headers() throws IOException, FetchException {
            var headers = new HashMap<String, String>();
            for (var line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    var name = line.substring(0, colon).toLowerCase(Locale.ROOT);
                    headers.putIfAbsent(name, line.substring(colon + 1).strip());
                }
            }
            return headers;
        }
    }
}
