package org.kingfisherprocess.service.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// What the new release brings: a step that the release before does not notice, and one that works
/// on the busiest table while nobody else may.
///
/// @param locked how long it does; less than the ten seconds that the engine grants a statement
record FurtherMigration(Duration locked) {
    static final FurtherMigration DEFAULT = new FurtherMigration(Duration.ofSeconds(8));

    /// Where a distribution's migrations beside its own are looked for.
    private static final String RESOURCE = "org/kingfisherprocess/service/schema/further.sql";

    private static final String JAR = "further.jar";

    /// Sleeping stands for the rewriting of a table of millions of rows. In a new database there is
    /// nothing to rewrite.
    String text() {
        return """
        -- migration demonstration
        -- step remark expand
        alter table collection add column remark text;
        -- step rewrite breaking quiet
        lock table release in access exclusive mode;
        select pg_sleep(%d) where exists (select from release);
        """
                .formatted(locked.toSeconds());
    }

    void addTo(Path lib) throws IOException {
        try (var jar = new JarOutputStream(Files.newOutputStream(lib.resolve(JAR)))) {
            jar.putNextEntry(new JarEntry(RESOURCE));
            jar.write(text().getBytes(UTF_8));
            jar.closeEntry();
        }
    }
}
