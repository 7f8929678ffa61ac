package org.kingfisherprocess.service.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The SQL files that lie beside this package.
final class Scripts {
    private Scripts() {}

    static String read(String file) {
        try (var script = Scripts.class.getResourceAsStream(file)) {
            if (script == null) {
                throw new IllegalStateException(
                        "the migration " + file + " is missing from this build");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the migration " + file, e);
        }
    }
}
