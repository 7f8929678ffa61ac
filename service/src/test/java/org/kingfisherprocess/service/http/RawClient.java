package org.kingfisherprocess.service.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// A client that sends exactly the bytes it is given, and reads one answer at a time. Waits at most
/// half a minute for any byte.
public final class RawClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final InputStream in;

    /// An answer; header names in lower case.
    public record Reply(int status, Map<String, String> headers, String body) {}

    public RawClient(InetSocketAddress server) throws IOException {
        this(server, 0);
    }

    /// @param receiveBytes what the kernel takes for us while we do not read; 0: as usual
    public RawClient(InetSocketAddress server, int receiveBytes) throws IOException {
        socket = new Socket();
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.connect(server);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /// Reads one answer; the body by its length, by chunks, or to the end of the connection.
    public Reply reply() throws IOException {
        var status = Integer.parseInt(line().split(" ", 3)[1]);
        var headers = new TreeMap<String, String>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            var colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return new Reply(status, headers, status == 100 ? "" : body(headers));
    }

    /// Whether the server has closed the connection; waits for it.
    public boolean isClosedByServer() throws IOException {
        return in.read() < 0;
    }

    /// Reads on and forgets until the server ends the connection, by a reset at worst; how many
    /// bytes came.
    public long drainBytes() {
        var bytes = 0L;
        try {
            for (var read = 0L; read >= 0; read = in.read(new byte[64 << 10])) {
                bytes += read;
            }
        } catch (IOException _) {
            return bytes;
        }
        return bytes;
    }

    /// Reads a line of the answer, for answers that do not end.
    public String nextLine() throws IOException {
        return line();
    }

    /// Cuts the connection with a reset.
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /// Says that nothing more will be sent.
    public void finish() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String body(Map<String, String> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            var length = Integer.parseInt(headers.getOrDefault("content-length", ""));
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        if (!headers.containsKey("transfer-encoding")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        var body = new ByteArrayOutputStream();
        for (var size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(in.readNBytes(size));
            line();
        }
        line();
        return body.toString(StandardCharsets.UTF_8);
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line(), 16);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        while (true) {
            var next = in.read();
            if (next < 0) {
                throw new EOFException("the server closed the connection after '" + line + "'");
            }
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8).strip();
            }
            line.write(next);
        }
    }
}
