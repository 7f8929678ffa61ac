package org.kingfisherprocess.service.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Marks on disk, one for each thread that does steps. A mark that is left behind tells which steps
/// a process was at when it ended all at once: by a kill, or because that very step needed more
/// memory than there is. Such an end is counted as a failure of the step, or else a document that
/// is too large would end process after process.
///
/// Nothing is forced: a mark need only survive its process. Thread-safe.
public final class StepMarks {
    private final Optional<Path> folder;
    private final List<Long> leftBehind;

    private StepMarks(Optional<Path> folder, List<Long> leftBehind) {
        this.folder = folder;
        this.leftBehind = leftBehind;
    }

    /// None: for where a process that ends is noticed by others.
    public static StepMarks none() {
        return new StepMarks(Optional.empty(), List.of());
    }

    /// In a folder that processes of this machine share. Takes over those of processes that have
    /// ended.
    public static StepMarks in(Path folder) {
        try {
            Files.createDirectories(folder);
            var leftBehind = new ArrayList<Long>();
            try (var marks = Files.newDirectoryStream(folder, "*-*")) {
                for (var mark : marks) {
                    if (hasEnded(mark)) {
                        leftBehind.addAll(read(mark));
                        Files.deleteIfExists(mark);
                    }
                }
            }
            return new StepMarks(Optional.of(folder), List.copyOf(leftBehind));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep marks of steps in " + folder, e);
        }
    }

    /// The steps at which processes ended.
    List<Long> leftBehind() {
        return leftBehind;
    }

    /// This thread begins with these steps.
    void begin(List<Long> steps) {
        mark().ifPresent(file -> {
            try {
                Files.writeString(
                        file, steps.stream().map(String::valueOf).collect(Collectors.joining(" ")));
            } catch (IOException e) {
                throw new UncheckedIOException("cannot mark steps in " + file, e);
            }
        });
    }

    /// This thread has ended its step, well or not.
    void end() {
        mark().ifPresent(file -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove the mark " + file, e);
            }
        });
    }

    private Optional<Path> mark() {
        return folder.map(at ->
                at.resolve(
                        ProcessHandle.current().pid() + "-" + Thread.currentThread().threadId()));
    }

    // A process that has our number was there before us, as in a container, where all have one
    // number.
    private static boolean hasEnded(Path mark) {
        var pid = Long.parseLong(mark.getFileName().toString().replaceFirst("-.*", ""));
        return pid == ProcessHandle.current().pid()
                || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    private static List<Long> read(Path mark) throws IOException {
        var text = Files.readString(mark, StandardCharsets.UTF_8).strip();
        return text.matches("\\d+( \\d+)*")
                ? Arrays.stream(text.split(" ")).map(Long::valueOf).toList()
                : List.of();
    }
}
