package org.kingfisherprocess.supervisor.wire;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// One end of a conversation in messages. Any thread may send; one receives.
public final class Connection implements AutoCloseable {
    /// A status with many children has some thousand characters.
    private static final int LONGEST_LINE = 1 << 20;

    private final SocketChannel channel;
    private final Reader reader;

    public Connection(SocketChannel channel) {
        this.channel = channel;
        this.reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
    }

    /// Writes one line.
    ///
    /// @throws UncheckedIOException if the other side has left
    public synchronized void send(Message message) {
        try {
            var bytes = ByteBuffer.wrap((message.json() + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the other side has left", e);
        }
    }

    /// Blocks until a message comes. Empty when the other side has left.
    public Optional<Message> receive() {
        try {
            var line = new StringBuilder();
            for (var letter = reader.read(); letter >= 0; letter = reader.read()) {
                if (letter == '\n') {
                    return Optional.of(Message.parse(line.toString()));
                }
                if (line.length() >= LONGEST_LINE) {
                    return Optional.empty();
                }
                line.append((char) letter);
            }
            return Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a connection", e);
        }
    }
}
