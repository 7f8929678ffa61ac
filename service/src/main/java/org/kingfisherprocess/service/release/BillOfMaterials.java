package org.kingfisherprocess.service.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// The software bill of materials that the build packs into each release (CycloneDX, `bom.json`).
final class BillOfMaterials {
    static final String FILE = "bom.json";

    /// Our own modules, whose version is the release's.
    private static final String OURS = "org.kingfisherprocess";

    private BillOfMaterials() {}

    /// Versions by `group:name`; empty where the release has no bill.
    static Map<String, String> read(Path release) {
        var file = release.resolve(FILE);
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            var versions = new TreeMap<String, String>();
            for (var component :
                    JsonFields.parse(Files.readString(file), file.toString()).list("components")) {
                var group = component.textOr("group", "");
                if (!group.equals(OURS)) {
                    versions.put(
                            group + ":" + component.textOr("name", "?"),
                            component.textOr("version", "?"));
                }
            }
            return versions;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
