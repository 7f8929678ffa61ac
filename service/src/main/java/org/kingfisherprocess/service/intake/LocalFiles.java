package org.kingfisherprocess.service.intake;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.http.HttpException;

/// Files of this machine that a client may name instead of sending them: regular ones below the
/// configured folders, once symbolic links and `..` are resolved.
///
/// Whoever can write in such a folder can make any readable file of this machine pass for one below
/// it, by being quick; so the folders must be the crawler's own.
public final class LocalFiles {
    private static final String SETTING = "KINGFISHER_PROCESS_LOCAL_FILE_FOLDERS";

    private final List<Path> folders;

    /// No folders: every such file is refused.
    public LocalFiles(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /// The real path of what a client named; a relative name is looked for in each folder.
    Path find(String name) {
        if (folders.isEmpty()) {
            throw HttpException.badRequest(
                    "local_file_name is not accepted here: send the file itself, or have the server's operator name the folder in "
                            + SETTING);
        }
        return folders.stream()
                .flatMap(folder -> below(folder, name).stream())
                .findFirst()
                .orElseThrow(() ->
                        HttpException.badRequest(
                                "local_file_name: '%s' is not a readable regular file below a folder that %s names"
                                        .formatted(name, SETTING)));
    }

    private static Optional<Path> below(Path folder, String name) {
        try {
            var real = folder.resolve(name).toRealPath();
            return real.startsWith(folder.toRealPath())
                            && Files.isRegularFile(real)
                            && Files.isReadable(real)
                    ? Optional.of(real)
                    : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
