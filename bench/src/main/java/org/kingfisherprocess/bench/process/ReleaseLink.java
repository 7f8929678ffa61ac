package org.kingfisherprocess.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// `current`, as it lies beside deployed releases: the service is started through it, and a reload
/// takes the release to which it leads then.
public final class ReleaseLink {
    private static final String LAUNCHER = "kingfisher-process";

    private final Path folder;
    private final Path good;

    ReleaseLink(Path folder, Path good) {
        this.folder = folder;
        this.good = good;
    }

    /// The launcher through the link.
    Path launcher() {
        return link().resolve(LAUNCHER);
    }

    /// The launcher of the release that works.
    public Path good() {
        return good;
    }

    public void pointToGood() {
        pointTo(good.resolveSibling("").normalize());
    }

    /// To a release whose launcher is this shell script.
    public void pointToScript(String name, String script) {
        try {
            var release = Files.createDirectories(folder.resolve("releases").resolve(name));
            var launcher = release.resolve(LAUNCHER);
            Files.writeString(launcher, "#!/bin/sh\n" + script + "\n");
            if (!launcher.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + launcher + " executable");
            }
            pointTo(release);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the release " + name, e);
        }
    }

    /// To a folder in which there is no release.
    public void pointToNothing() {
        pointTo(folder.resolve("releases/none"));
    }

    private void pointTo(Path release) {
        try {
            Files.createDirectories(folder);
            var next = folder.resolve("next");
            Files.deleteIfExists(next);
            Files.createSymbolicLink(next, release);
            Files.move(next, link(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot point " + link() + " to " + release, e);
        }
    }

    private Path link() {
        return folder.resolve("current");
    }
}
