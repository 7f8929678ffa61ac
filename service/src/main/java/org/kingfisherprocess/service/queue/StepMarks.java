package org.kingfisherprocess.service.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Marks on disk, one for each thread that does steps. A mark that is left behind tells which steps
/// a process was at when it ended all at once: by a kill, or because that very step needed more
/// memory than there is. One such end may have any reason, so it is only remembered. The second at
/// the same step is counted as a failure of it, or else a document that is too large would end
/// process after process.
///
/// ```text
/// folder = (mark | ended)*
/// mark   = PROCESS "-" THREAD    what it holds: the numbers of the steps in hand
/// ended  = "ended-" STEP         empty: a process has ended at this step
/// ```
///
/// Nothing is forced: a mark need only survive its process. Thread-safe.
public final class StepMarks {
    private static final String ENDED = "ended-";

    private final Optional<Path> folder;
    private final List<Long> leftBehind;

    /// Whether a process has ended once at some step of this folder, when we began.
    private final boolean someEnded;

    private volatile boolean leaving;

    private StepMarks(Optional<Path> folder, List<Long> leftBehind, boolean someEnded) {
        this.folder = folder;
        this.leftBehind = leftBehind;
        this.someEnded = someEnded;
    }

    /// None: for where a process that ends is noticed by others.
    public static StepMarks none() {
        return new StepMarks(Optional.empty(), List.of(), false);
    }

    /// In a folder that processes of this machine share. Takes over those of processes that have
    /// ended.
    public static StepMarks in(Path folder) {
        try {
            Files.createDirectories(folder);
            var again = new ArrayList<Long>();
            for (var mark : files(folder, "[0-9]*-*")) {
                if (hasEnded(mark)) {
                    var steps = read(mark);
                    // Of several processes that find it, the one that removes it.
                    if (Files.deleteIfExists(mark)) {
                        for (long step : steps) {
                            if (hasEndedBefore(folder, step)) {
                                again.add(step);
                            }
                        }
                    }
                }
            }
            return new StepMarks(
                    Optional.of(folder), List.copyOf(again), !files(folder, ENDED + "*").isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep marks of steps in " + folder, e);
        }
    }

    /// The steps at which processes ended for the second time.
    List<Long> leftBehind() {
        return leftBehind;
    }

    /// This thread begins with these steps.
    void begin(List<Long> steps) {
        mark().ifPresent(file -> {
            try {
                if (!leaving) {
                    Files.writeString(
                            file,
                            steps.stream().map(String::valueOf).collect(Collectors.joining(" ")));
                }
                if (leaving) {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot mark steps in " + file, e);
            }
        });
    }

    /// This thread has ended its step, well or not.
    void end() {
        mark().ifPresent(file -> {
            try {
                if (someEnded) {
                    for (long step : read(file)) {
                        Files.deleteIfExists(ended(folder.orElseThrow(), step));
                    }
                }
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove the mark " + file, e);
            }
        });
    }

    /// This process ends in order, and breaks off what its threads have in hand: no step is to
    /// blame.
    public void leave() {
        leaving = true;
        folder.ifPresent(at -> {
            try {
                for (var mark : files(at, ProcessHandle.current().pid() + "-*")) {
                    Files.deleteIfExists(mark);
                }
            } catch (NoSuchFileException _) {
                // Somebody has removed the folder, and with it the marks.
            } catch (IOException e) {
                throw new UncheckedIOException("cannot remove the marks in " + at, e);
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

    private static boolean hasEndedBefore(Path folder, long step) throws IOException {
        var ended = ended(folder, step);
        try {
            Files.createFile(ended);
            return false;
        } catch (FileAlreadyExistsException _) {
            Files.deleteIfExists(ended);
            return true;
        }
    }

    private static Path ended(Path folder, long step) {
        return folder.resolve(ENDED + step);
    }

    private static List<Path> files(Path folder, String pattern) throws IOException {
        try (var files = Files.newDirectoryStream(folder, pattern)) {
            var list = new ArrayList<Path>();
            files.forEach(list::add);
            return list;
        }
    }

    /// Empty where another process has removed it meanwhile.
    private static List<Long> read(Path mark) throws IOException {
        try {
            var text = Files.readString(mark, StandardCharsets.UTF_8).strip();
            return text.matches("\\d+( \\d+)*")
                    ? Arrays.stream(text.split(" ")).map(Long::valueOf).toList()
                    : List.of();
        } catch (NoSuchFileException _) {
            return List.of();
        }
    }
}
