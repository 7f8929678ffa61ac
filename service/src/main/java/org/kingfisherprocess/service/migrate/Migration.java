package org.kingfisherprocess.service.migrate;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// One step from a version to the next: a script that runs whole or not at all, in one transaction.
/// Once released it never changes: its checksum is in the history of every database that it was run
/// on.
public record Migration(int version, String name, String script) {
    public Migration {
        if (version < 1) {
            throw new IllegalArgumentException(
                    "a migration's version must be 1 or more, was " + version);
        }
    }

    /// SHA-256 of the script, in hexadecimal.
    public String checksum() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
