package org.kingfisherprocess.service.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// The server's only password, generated, in a file that psql and other clients read through
/// PGPASSFILE.
///
/// One line, as libpq has it: `*:*:*:user:password`, mode 0600.
final class Password {
    private static final int RANDOM_BYTES = 24;

    private Password() {}

    static Optional<String> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var line = Files.readString(file).strip();
        return Optional.of(line.substring(line.lastIndexOf(':') + 1));
    }

    static String generate() {
        var random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    static void write(Path file, String user, String password) throws IOException {
        var unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        Files.deleteIfExists(unfinished);
        Files.createFile(
                unfinished,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(unfinished, "*:*:*:" + user + ":" + password + "\n");
        Files.move(
                unfinished,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
