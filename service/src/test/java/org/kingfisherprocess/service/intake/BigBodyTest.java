package org.kingfisherprocess.service.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.http.RawClient;
import org.kingfisherprocess.service.spool.SpoolLimits;

/// A gigabyte through a server that may use 40 MB of heap and as much outside it.
@Tag("slow")
final class BigBodyTest {
    private static final long GIGABYTE = 1L << 30;
    private static final byte[] PIECE = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    /// The server's own process: prints its port, and stops when its input ends.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            try (var server =
                    new IntakeServer(Path.of(arguments[0]), SpoolLimits.defaults(), List.of())) {
                System.out.println(server.address().getPort());
                System.in.read();
            }
        }
    }

    @Test
    void streamsAFileAndAnItemOfAGigabyte() throws Exception {
        var process = start();
        try (var out = process.inputReader()) {
            var port = port(out);
            try (var client = new RawClient(port)) {
                sendFile(client);
                assertThat(client.reply().status()).isEqualTo(200);
                sendItem(client);
                assertThat(client.reply().status()).isEqualTo(200);
            }
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx40m",
                        "-XX:MaxDirectMemorySize=40m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static InetSocketAddress port(BufferedReader out) throws IOException {
        return new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(out.readLine()));
    }

    private static void sendFile(RawClient client) throws IOException {
        var before = ClientRequests.beforeFile(ClientRequests.file(), GIGABYTE);
        var after = ClientRequests.afterFile();
        client.send(
                ClientRequests.head(
                        "file",
                        ClientRequests.KEY,
                        "multipart/form-data; boundary=" + ClientRequests.BOUNDARY,
                        before.length + GIGABYTE + after.length));
        client.send(before);
        sendGigabyte(client);
        client.send(after);
    }

    private static void sendItem(RawClient client) throws IOException {
        var before =
                "collection_source=x&collection_data_version=2020-05-31-23-59-59&file_name=f&number=1&data="
                        .getBytes(StandardCharsets.UTF_8);
        client.send(
                ClientRequests.head(
                        "item",
                        ClientRequests.KEY,
                        "application/x-www-form-urlencoded",
                        before.length + GIGABYTE));
        client.send(before);
        sendGigabyte(client);
    }

    private static void sendGigabyte(RawClient client) throws IOException {
        for (var sent = 0L; sent < GIGABYTE; sent += PIECE.length) {
            client.send(PIECE);
        }
    }
}
