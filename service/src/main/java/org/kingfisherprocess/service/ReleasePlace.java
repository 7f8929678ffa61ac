package org.kingfisherprocess.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.kingfisherprocess.service.release.ReleaseFolder;

/// Which distribution a launcher, or the code that runs, belongs to.
final class ReleasePlace {
    private ReleasePlace() {}

    /// The distribution of a launcher. That of a checkout runs what was built there last.
    static Path of(Path launcher) {
        var folder = Optional.ofNullable(launcher.getParent()).orElse(launcher);
        return Files.exists(folder.resolve("pom.xml")) ? built(folder).orElse(folder) : folder;
    }

    /// The distribution that this very code was started from; empty where it was not packed.
    static Optional<ReleaseFolder> own() {
        return around(
                Path.of(
                        ReleasePlace.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath()));
    }

    /// The distribution that a library lies in; empty where it lies in none.
    static Optional<ReleaseFolder> around(Path jar) {
        return Optional.ofNullable(jar.getParent())
                .map(Path::getParent)
                .filter(ReleaseFolder::isDistribution)
                .map(ReleaseFolder::new);
    }

    private static Optional<Path> built(Path checkout) {
        var target = checkout.resolve("service/target");
        if (!Files.isDirectory(target)) {
            return Optional.empty();
        }
        try (var folders = Files.walk(target, 2)) {
            return folders.filter(ReleaseFolder::isDistribution).findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look into " + target, e);
        }
    }
}
