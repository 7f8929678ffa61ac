package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.kingfisherprocess.supervisor.posix.LogSpace;

/// The file into which a child writes its standard output and error. Copied to our standard error
/// as it grows.
///
/// A file and not a pipe, because a child must be able to write while no supervisor is alive, and
/// must never wait for a slow one. What was copied is given back to the disk.
final class LogFile {
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final int BLOCK = 64 << 10;
    private static final long FREE_EVERY = 1 << 20;
    private static final long MOST_SHOWN = 16 << 10;

    private final Path file;

    LogFile(Path file) {
        this.file = file;
    }

    /// Copies what the child writes from now on, until it is gone and all is copied. The file of
    /// one that left in good order is deleted then; that of another is kept for whoever asks why.
    ///
    /// @param from the place to begin at: 0, or the end for one that another supervisor has copied
    void follow(long from, Child child) {
        Thread.ofVirtual()
                .start(() -> {
                    copyAll(from, child.gone());
                    if (child.report().isPresent()) {
                        delete();
                    }
                });
    }

    /// The end of what was written, for whoever asks why a child failed.
    List<String> lastLines(int most) {
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            var start = Math.max(0, in.size() - MOST_SHOWN);
            var buffer = ByteBuffer.allocate((int) (in.size() - start));
            var count = in.read(buffer, start);
            while (count > 0 && buffer.hasRemaining()) {
                count = in.read(buffer, start + buffer.position());
            }
            var lines =
                    new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8)
                            .replace("\0", "")
                            .lines()
                            .toList();
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        } catch (IOException e) {
            return List.of("(its log %s cannot be read: %s)".formatted(file, e.getMessage()));
        }
    }

    private void delete() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            Say.warn("the log %s cannot be deleted: %s".formatted(file, e));
        }
    }

    long size() {
        try {
            return Files.size(file);
        } catch (IOException _) {
            return 0;
        }
    }

    private void copyAll(long from, CompletableFuture<?> writerGone) {
        var freed = from;
        var position = from;
        try (var in = FileChannel.open(file, StandardOpenOption.READ)) {
            var last = false;
            while (!last) {
                last = writerGone.isDone();
                position = copyOn(in, position);
                if (position - freed >= FREE_EVERY) {
                    LogSpace.free(file, position - MOST_SHOWN);
                    freed = position;
                }
                if (!last) {
                    Thread.sleep(LOOK);
                }
            }
        } catch (IOException e) {
            Say.warn("the log %s cannot be read any more: %s".formatted(file, e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static long copyOn(FileChannel in, long from) throws IOException {
        var buffer = ByteBuffer.allocate(BLOCK);
        var position = from;
        for (var count = in.read(buffer, position); count > 0; count = in.read(buffer, position)) {
            System.err.write(buffer.array(), 0, count);
            System.err.flush();
            position += count;
            buffer.clear();
        }
        return position;
    }
}
