package org.kingfisherprocess.ocds;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// Data beside the checkout that is not part of it: `../shared`, from the folder that has `build`.
public final class SharedData {
    private SharedData() {}

    /// The file or folder with this name there. Skips the test if there is none.
    public static Path require(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("build"))) {
            folder = folder.getParent();
        }
        Path found = folder == null ? Path.of(name) : folder.resolveSibling("shared").resolve(name);
        Assumptions.assumeTrue(Files.exists(found), () -> "skipped: there is no " + found);
        return found;
    }
}
