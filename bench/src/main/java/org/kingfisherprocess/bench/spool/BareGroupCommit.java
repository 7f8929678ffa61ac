package org.kingfisherprocess.bench.spool;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;

/// The least that group commit can be: bytes, one after the other, into a file that was filled with
/// zeros beforehand and is written round and round; one force for all that wait. No names, no
/// checksums, nothing that could be read again: what the disk alone allows.
final class BareGroupCommit implements AutoCloseable {
    private record Waiting(ByteBuffer bytes, CompletableFuture<Boolean> forced) {}

    private final Waiting end = new Waiting(ByteBuffer.allocate(0), new CompletableFuture<>());
    private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final FileChannel channel;
    private final int fileBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);

    BareGroupCommit(Path file, int fileBytes) throws IOException {
        this.fileBytes = fileBytes;
        channel = FileChannel.open(file, CREATE, WRITE);
        for (int at = 0; at < fileBytes; at += buffer.capacity()) {
            writeFully(buffer.clear(), at);
        }
        channel.force(true);
        Thread.ofPlatform().daemon().start(this::run);
    }

    boolean append(byte[] bytes) {
        var waiting = new Waiting(ByteBuffer.wrap(bytes), new CompletableFuture<>());
        queue.add(waiting);
        return waiting.forced.join();
    }

    @Override
    public void close() {
        queue.add(end);
        end.forced.join();
    }

    private void run() {
        var group = new ArrayList<Waiting>();
        try (channel) {
            long position = 0;
            while (!group.contains(end)) {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group);
                buffer.clear();
                for (Waiting waiting : group) {
                    if (buffer.remaining() < waiting.bytes.remaining()) {
                        position = flush(position);
                    }
                    buffer.put(waiting.bytes);
                }
                position = flush(position);
                channel.force(false);
                group.forEach(waiting -> waiting.forced.complete(true));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            group.forEach(waiting -> waiting.forced.completeExceptionally(e));
        }
    }

    private long flush(long position) throws IOException {
        long at = position + buffer.position() > fileBytes ? 0 : position;
        int count = buffer.position();
        writeFully(buffer.flip(), at);
        buffer.clear();
        return at + count;
    }

    private void writeFully(ByteBuffer bytes, long offset) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }
}
