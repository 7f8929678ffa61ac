package org.kingfisherprocess.bench.load;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One connection. Plain sockets, since HTTP clients send some requests a second time on their own,
/// and a client that repeats hides what the server lost. For one thread.
final class Wire implements AutoCloseable {
    /// The real client waits for ever; a test that does so tells nothing.
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(10);

    private static final int SEND_BYTES = 1 << 16;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    Wire(InetSocketAddress server) throws IOException {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
            socket.connect(server);
            in = new BufferedInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream(), SEND_BYTES);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Answer post(String path, String key, Body body) throws IOException {
        out.write(
                "POST %s HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: ApiKey %s\r\nAccept-Encoding: gzip\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(
                                path,
                                socket.getInetAddress().getHostAddress(),
                                socket.getPort(),
                                key,
                                body.contentType(),
                                body.length())
                        .getBytes(StandardCharsets.US_ASCII));
        return exchange(body);
    }

    /// Whether the server closed the connection while nothing was asked of it. An event-driven
    /// client, as spiders are, notices that at once.
    boolean isClosed() {
        try {
            socket.setSoTimeout(1);
            in.read(); // the end, or an answer to nothing
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        } finally {
            waitPatiently();
        }
    }

    Answer get(String path) throws IOException {
        out.write(
                "GET %s HTTP/1.1\r\nHost: %s:%d\r\nConnection: close\r\n\r\n"
                        .formatted(path, socket.getInetAddress().getHostAddress(), socket.getPort())
                        .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return answer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void waitPatiently() {
        try {
            socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
        } catch (SocketException e) {
            throw new UncheckedIOException("cannot set a time-out", e);
        }
    }

    /// A server may answer before it has read everything, and then close: that answer is one,
    /// though writing failed.
    private Answer exchange(Body body) throws IOException {
        try {
            body.content().writeTo(out);
            out.flush();
        } catch (IOException sending) {
            try {
                return answer();
            } catch (IOException reading) {
                sending.addSuppressed(reading);
                throw sending;
            }
        }
        return answer();
    }

    private Answer answer() throws IOException {
        var status = status(line());
        while (status == 100) {
            headers();
            status = status(line());
        }
        var headers = headers();
        var length = headers.get("content-length");
        var body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        if (length != null && body.length < Integer.parseInt(length)) {
            throw new EOFException("the connection ended inside of the answer");
        }
        return new Answer(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static int status(String line) throws IOException {
        if (!line.startsWith("HTTP/1.1 ") || line.length() < 12) {
            throw new IOException("not an HTTP answer: " + line);
        }
        return Integer.parseInt(line.substring(9, 12));
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return headers;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (var next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed without an answer");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
