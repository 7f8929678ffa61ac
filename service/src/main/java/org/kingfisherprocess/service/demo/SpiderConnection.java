package org.kingfisherprocess.service.demo;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// One connection of a spider to the server. A plain socket, since HTTP clients send some requests
/// a second time by themselves, and whoever does that hides what the server lost. For one thread.
final class SpiderConnection implements AutoCloseable {
    /// Spiders wait for ever; a demonstration must end.
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(90);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private boolean kept = true;

    /// An answer; names of header fields in lower case.
    record Answer(int status, Map<String, String> headers, String text) {
        Answer {
            headers = Map.copyOf(headers);
        }
    }

    SpiderConnection(InetSocketAddress server) throws IOException {
        socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
            socket.connect(server);
            in = new BufferedInputStream(socket.getInputStream());
            out = new BufferedOutputStream(socket.getOutputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    Answer post(String path, String key, Form form) throws IOException {
        out.write(
                "POST %s HTTP/1.1\r\nHost: %s:%d\r\nAuthorization: ApiKey %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(
                                path,
                                socket.getInetAddress().getHostAddress(),
                                socket.getPort(),
                                key,
                                form.contentType(),
                                form.bytes())
                        .getBytes(StandardCharsets.US_ASCII));
        form.content().writeTo(out);
        out.flush();
        return answer();
    }

    /// Whether another request may be sent on it. A spider is driven by events, so it knows at once
    /// when the server has closed a connection that was idle; we look.
    boolean isOpen() {
        return kept && !isClosedByServer();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private boolean isClosedByServer() {
        try {
            socket.setSoTimeout(1);
            in.read(); // the end, or an answer to nothing
            return true;
        } catch (SocketTimeoutException _) {
            return !patient();
        } catch (IOException _) {
            return true;
        }
    }

    private boolean patient() {
        try {
            socket.setSoTimeout((int) ANSWER_WITHIN.toMillis());
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private Answer answer() throws IOException {
        var line = line();
        if (!line.matches("HTTP/1\\.1 \\d{3}.*")) {
            throw new IOException("not an answer of HTTP: " + line);
        }
        var headers = headers();
        kept =
                headers.containsKey("content-length")
                        && !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
        return new Answer(Integer.parseInt(line.substring(9, 12)), headers, body(headers));
    }

    private String body(Map<String, String> headers) throws IOException {
        var length = headers.get("content-length");
        var bytes = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        if (length != null && bytes.length < Integer.parseInt(length)) {
            throw new EOFException("the connection ended inside of the answer");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Map<String, String> headers() throws IOException {
        var headers = new HashMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
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
        for (int next = in.read(); next != '\n'; next = in.read()) {
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
