package org.kingfisherprocess.service.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a worker tells its metrics to the servers beside it: a Unix socket that answers whoever
/// connects with the text of a scrape. The folder that it lies in must be its owner's alone.
public final class MetricsSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsSocket.class);

    private final ServerSocketChannel socket;
    private final Supplier<String> scrape;

    private MetricsSocket(ServerSocketChannel socket, Supplier<String> scrape) {
        this.socket = socket;
        this.scrape = scrape;
    }

    /// Answers until it is closed; replaces what another worker left at the path.
    ///
    /// @param path short enough for a Unix socket
    public static MetricsSocket serve(String path, Supplier<String> scrape) {
        try {
            Files.deleteIfExists(Path.of(path));
            var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            socket.bind(UnixDomainSocketAddress.of(path));
            var serving = new MetricsSocket(socket, scrape);
            Thread.ofPlatform().daemon().name("metrics").start(serving::answerAll);
            return serving;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot tell metrics at " + path, e);
        }
    }

    /// What the worker tells now; empty if there is none.
    public static Optional<String> read(String path) {
        if (!Files.exists(Path.of(path))) {
            return Optional.empty();
        }
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
                var in = Channels.newInputStream(channel)) {
            return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .filter(text -> !text.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the metrics' socket", e);
        }
    }

    private void answerAll() {
        while (socket.isOpen()) {
            try (var channel = socket.accept()) {
                var bytes = ByteBuffer.wrap(scrape.get().getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            } catch (IOException | RuntimeException e) {
                if (socket.isOpen()) {
                    LOG.warn("the metrics could not be told", e);
                }
            }
        }
    }
}
