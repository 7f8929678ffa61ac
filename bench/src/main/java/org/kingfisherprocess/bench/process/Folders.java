package org.kingfisherprocess.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Folders of the tests.
public final class Folders {
    private Folders() {}

    /// Makes the folder, or deletes what is in it.
    public static Path empty(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
        deleteContents(folder);
        return folder;
    }

    /// The folder itself stays: it may be where a disk is mounted.
    public static void deleteContents(Path folder) {
        try (var paths = Files.walk(folder)) {
            var inside = paths.filter(path -> !path.equals(folder));
            for (var path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot empty " + folder, e);
        }
    }
}
