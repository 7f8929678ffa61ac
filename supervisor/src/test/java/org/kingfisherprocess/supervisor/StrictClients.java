package org.kingfisherprocess.supervisor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Clients that never try again: half of them keep their connection, half make a new one for each
/// request. Whatever is not answered counts as lost.
final class StrictClients implements AutoCloseable {
    private static final int MILLIS_LIMIT = 20_000;

    private final InetSocketAddress address;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean stopped;

    StrictClients(InetSocketAddress address, int count) {
        this.address = address;
        for (var index = 0; index < count; index++) {
            var keep = index % 2 == 0;
            threads.add(Thread.ofPlatform().start(() -> ask(keep)));
        }
    }

    int answered() {
        return answered.get();
    }

    /// What was lost until now, with the reason.
    List<String> lost() {
        return List.copyOf(lost);
    }

    /// One request on a connection of its own.
    static String get(InetSocketAddress address, String path) throws IOException {
        try (var client = new Client(address)) {
            return client.get(path);
        }
    }

    @Override
    public void close() {
        stop();
    }

    /// Returns when each has its last answer.
    void stop() {
        stopped = true;
        for (var thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void ask(boolean keep) {
        @Nullable Client client = null;
        while (!stopped) {
            try {
                client = client == null ? new Client(address) : client;
                client.get("/");
                answered.incrementAndGet();
                if (!keep || client.isOver()) {
                    client.close();
                    client = null;
                }
            } catch (IOException e) {
                lost.add(e.toString());
                client = null;
            }
        }
    }

    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;
        private boolean over;

        Client(InetSocketAddress address) throws IOException {
            socket = new Socket(address.getAddress(), address.getPort());
            socket.setSoTimeout(MILLIS_LIMIT);
            in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
        }

        boolean isOver() {
            return over;
        }

        String get(String path) throws IOException {
            socket.getOutputStream()
                    .write(
                            "GET %s HTTP/1.1\r\nHost: x\r\n\r\n"
                                    .formatted(path)
                                    .getBytes(StandardCharsets.US_ASCII));
            var length = -1;
            for (var line = in.readLine(); !"".equals(line); line = in.readLine()) {
                if (line == null) {
                    throw new IOException("closed without an answer");
                }
                over |= line.equals("Connection: close");
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring("Content-Length: ".length()), 10);
                }
            }
            var body = new char[length];
            for (var read = 0; read < length; ) {
                var count = in.read(body, read, length - read);
                if (count < 0) {
                    throw new IOException("closed within an answer");
                }
                read += count;
            }
            return new String(body);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
