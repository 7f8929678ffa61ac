package org.kingfisherprocess.bench.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// Releases made of one distribution: copies that carry further migrations, or are broken.
record MadeReleases(Path folder, Path distribution) {
    private static final String LAUNCHER = "kingfisher-process";
    private static final String FURTHER = "org/kingfisherprocess/service/schema/further.sql";

    /// A copy that brings these migrations besides its own.
    Path withMigrations(String name, String further) {
        try {
            var release = copy(name);
            try (var jar =
                    new JarOutputStream(
                            Files.newOutputStream(release.resolve("lib/further.jar")))) {
                jar.putNextEntry(new JarEntry(FURTHER));
                jar.write(further.getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
            return release;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the release " + name, e);
        }
    }

    /// A copy whose server ends at once.
    Path thatCannotStart(String name) {
        try {
            var release = copy(name);
            var launcher = release.resolve(LAUNCHER);
            var script = Files.readString(launcher);
            int second = script.indexOf('\n') + 1;
            Files.writeString(
                    launcher,
                    script.substring(0, second)
                            + "[ \"$1\" != server ] || { echo 'this release cannot start' >&2; exit 1; }\n"
                            + script.substring(second));
            return release;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the release " + name, e);
        }
    }

    /// A copy of which a class is missing that every submission needs: it starts, and would answer
    /// 500.
    Path thatAnswers500(String name) {
        return without(name, "org/kingfisherprocess/service/intake/SubmittedForm.class");
    }

    /// A copy of which a class is missing that only a submission needs of which nothing else is
    /// missing.
    Path thatAnswers500ToWhatIsRight(String name) {
        return without(name, "org/kingfisherprocess/service/spool/PendingRecord.class");
    }

    private Path without(String name, String removed) {
        try {
            var release = copy(name);
            var gone = 0;
            try (var jars = Files.newDirectoryStream(release.resolve("lib"), "service*.jar")) {
                for (var jar : jars) {
                    try (var inside = FileSystems.newFileSystem(jar, Map.of())) {
                        Files.delete(inside.getPath(removed));
                        gone++;
                    }
                }
            }
            if (gone != 1) {
                throw new IllegalStateException("%d jars of the service".formatted(gone));
            }
            return release;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the release " + name, e);
        }
    }

    private Path copy(String name) throws IOException {
        var target = folder.resolve(name);
        try (var files = Files.walk(distribution)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var place = target.resolve(distribution.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(place);
                } else {
                    Files.copy(file, place, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return target;
    }
}
