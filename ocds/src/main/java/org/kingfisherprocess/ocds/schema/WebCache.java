package org.kingfisherprocess.ocds.schema;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;

/// Files of the web in a folder, each under the SHA-256 of its URL. While a file is young it is not
/// asked for again; when it is old and the web fails, it is still used. Several processes may share
/// the folder.
final class WebCache {

    private static final byte[] MISSING = {};

    private final Path folder;
    private final Duration freshFor;
    private final InstantSource clock;

    WebCache(Path folder, Duration freshFor, InstantSource clock) {
        this.folder = folder;
        this.freshFor = freshFor;
        this.clock = clock;
    }

    interface Source {
        byte[] get() throws FetchException;
    }

    byte[] get(String url, Source web) throws FetchException {
        var file = folder.resolve(name(url));
        try {
            return isFresh(file) ? Files.readAllBytes(file) : fetch(web, file);
        } catch (IOException e) {
            throw new FetchException("the cache %s cannot be used: %s".formatted(folder, e));
        }
    }

    private byte[] fetch(Source web, Path file) throws FetchException, IOException {
        try {
            var bytes = web.get();
            keep(bytes, file);
            return bytes;
        } catch (FetchException e) {
            if (e.isMissing()) {
                keep(MISSING, file);
            } else if (Files.exists(file)) {
                return old(file);
            }
            throw e;
        }
    }

    private static byte[] old(Path file) throws FetchException, IOException {
        var bytes = Files.readAllBytes(file);
        if (bytes.length == 0) {
            throw new FetchException("the server had no such file when it last answered", true);
        }
        return bytes;
    }

    private void keep(byte[] bytes, Path file) throws IOException {
        Files.createDirectories(folder);
        var unfinished = Files.createTempFile(folder, "new", ".part");
        Files.write(unfinished, bytes);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private boolean isFresh(Path file) throws IOException {
        return Files.exists(file)
                && Files.size(file) > 0
                && Files.getLastModifiedTime(file)
                        .toInstant()
                        .plus(freshFor)
                        .isAfter(clock.instant());
    }

    private static String name(String url) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(url.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this Java has no SHA-256, which every Java must have", e);
        }
    }
}
