package org.kingfisherprocess.service.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;

/// A release in its place, and where it came from (`release.json`, written when it was staged).
///
/// @param source the archive, folder or commit that it was made of
/// @param digest of its files, by which the same release is known again
public record KeptRelease(ReleaseFolder folder, String source, Instant stagedAt, String digest) {
    static final String FILE = "release.json";

    static KeptRelease read(Path folder) {
        var release = new ReleaseFolder(folder);
        var file = folder.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                return new KeptRelease(
                        release, "", Files.getLastModifiedTime(folder).toInstant(), "");
            }
            var fields = JsonFields.parse(Files.readString(file), file.toString());
            return new KeptRelease(
                    release,
                    fields.textOr("source", ""),
                    instant(fields.textOr("staged_at", "")),
                    fields.textOr("digest", ""));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    void write() throws IOException {
        var json =
                new JsonObject()
                        .put("source", new JsonString(source))
                        .put("staged_at", new JsonString(stagedAt.toString()))
                        .put("digest", new JsonString(digest));
        Files.writeString(folder.path().resolve(FILE), json + "\n");
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException _) {
            return Instant.EPOCH;
        }
    }
}
