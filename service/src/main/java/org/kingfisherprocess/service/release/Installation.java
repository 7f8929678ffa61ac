package org.kingfisherprocess.service.release;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Where releases lie beside each other, and which of them is current.
///
/// ```text
/// INSTALL/releases/0.2.0-889426a/   a distribution, never changed once it is there
/// INSTALL/releases/0.3.0-05797c7/
/// INSTALL/current -> releases/0.2.0-889426a
/// INSTALL/staging/                  what is not finished
/// INSTALL/logs/                     what the processes that deploy wrote
/// ```
public record Installation(Path folder) {
    private static final String CURRENT = "current";
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._+-]*";

    /// The installation that a program lies in, if it lies in one: from `INSTALL/releases/NAME`.
    public static Optional<Installation> around(Path release) {
        return Optional.ofNullable(release.getParent())
                .filter(parent -> parent.endsWith("releases"))
                .map(Path::getParent)
                .map(Installation::new);
    }

    /// The same with its links followed, so that it is the same however it was named. Made if it is
    /// not there.
    public Installation resolved() {
        try {
            Files.createDirectories(folder);
            return new Installation(folder.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the installation " + folder, e);
        }
    }

    public Path releases() {
        return folder.resolve("releases");
    }

    public Path staging() {
        return folder.resolve("staging");
    }

    public Path logs() {
        return folder.resolve("logs");
    }

    public Path currentLink() {
        return folder.resolve(CURRENT);
    }

    /// Kept releases, the one that was staged last first.
    public List<KeptRelease> kept() {
        if (!Files.isDirectory(releases())) {
            return List.of();
        }
        try (var folders = Files.list(releases())) {
            return folders.filter(ReleaseFolder::isDistribution)
                    .map(KeptRelease::read)
                    .sorted(Comparator.comparing(KeptRelease::stagedAt).reversed())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the releases in " + releases(), e);
        }
    }

    public Optional<ReleaseFolder> find(String name) {
        return name.matches(NAME)
                ? Optional.of(releases().resolve(name))
                        .filter(ReleaseFolder::isDistribution)
                        .map(ReleaseFolder::new)
                : Optional.empty();
    }

    /// The same, or a refusal that names those that there are.
    public ReleaseFolder require(String name) {
        return find(name)
                .orElseThrow(() ->
                        new ReleaseException(
                                "there is no release %s in %s; there are: %s"
                                        .formatted(
                                                name,
                                                releases(),
                                                kept().stream()
                                                        .map(kept -> kept.folder().name())
                                                        .reduce((a, b) -> a + ", " + b)
                                                        .orElse("none"))));
    }

    /// The release that the link names.
    public Optional<ReleaseFolder> current() {
        try {
            return Files.isSymbolicLink(currentLink())
                    ? find(Files.readSymbolicLink(currentLink()).getFileName().toString())
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the link " + currentLink(), e);
        }
    }

    /// Makes a kept release the current one, in one step that survives a power cut: whoever reads
    /// the link meets the old release or the new one, never neither.
    public void makeCurrent(String name) {
        var release = require(name);
        if (Files.exists(currentLink(), LinkOption.NOFOLLOW_LINKS)
                && !Files.isSymbolicLink(currentLink())) {
            throw new ReleaseException(
                    "%s is no link; move it away, then try again".formatted(currentLink()));
        }
        try {
            var fresh = folder.resolve(CURRENT + ".new");
            Files.deleteIfExists(fresh);
            Files.createSymbolicLink(fresh, folder.relativize(release.path()));
            Files.move(fresh, currentLink(), StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot point %s to release %s".formatted(currentLink(), name), e);
        }
    }

    /// Deletes the oldest kept releases but for so many, and never one that is named. Returns the
    /// names of those that are gone.
    public List<String> prune(int keep, Collection<String> never) {
        var gone = new ArrayList<String>();
        var current = current().map(ReleaseFolder::name);
        int kept = 0;
        for (var release : kept()) {
            var name = release.folder().name();
            kept++;
            if (kept > keep && !never.contains(name) && !current.equals(Optional.of(name))) {
                Folders.delete(release.folder().path(), staging());
                gone.add(name);
            }
        }
        return gone;
    }

    static void force(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, READ)) {
            channel.force(true);
        }
    }
}
