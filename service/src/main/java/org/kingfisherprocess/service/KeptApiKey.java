package org.kingfisherprocess.service;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// The keys that clients may send: the configured ones, or else one that is made at the first start
/// and kept in the data folder, for its owner's eyes only.
final class KeptApiKey {
    private static final int KEY_BYTES = 16;

    private KeptApiKey() {}

    static List<String> configuredOrKept(List<String> configured, Path folder) {
        return configured.isEmpty() ? List.of(kept(folder.resolve("api-key"))) : configured;
    }

    private static String kept(Path file) {
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or make the API key in " + file, e);
        }
    }

    private static void make(Path file) throws IOException {
        var bytes = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        var text = HexFormat.of().formatHex(bytes) + "\n";
        var unfinished = file.resolveSibling("api-key.unfinished");
        Files.deleteIfExists(unfinished);
        var onlyOwner =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(unfinished, Set.of(CREATE_NEW, WRITE), onlyOwner)) {
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        try (var folder = FileChannel.open(file.getParent(), READ)) {
            folder.force(true);
        }
    }
}
