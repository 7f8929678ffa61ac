package org.kingfisherprocess.service.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/// Puts releases beside those that there are. What runs is not touched, and what is not finished is
/// not seen: a release appears in its place whole, by a rename.
public final class Staging {
    private static final int SHORT_DIGEST = 8;
    private static final Duration PREPARED_WITHIN = Duration.ofMinutes(10);

    private final Installation installation;
    private final Programs programs;
    private final InstantSource clock;
    private final Consumer<String> heard;

    /// Stages into one installation.
    ///
    /// @param heard is told what is done, a line at a time
    public Staging(
            Installation installation,
            Programs programs,
            InstantSource clock,
            Consumer<String> heard) {
        this.installation = installation;
        this.programs = programs;
        this.clock = clock;
        this.heard = heard;
    }

    /// A release in its place, and what it says about itself.
    public record Staged(ReleaseFolder folder, Description description) {}

    /// Makes a release of the source. One whose files are there already is used as it is.
    public Staged stage(Source source) {
        try {
            return switch (source) {
                case Source.Kept(var name) -> described(installation.require(name));
                case Source.Commit(var checkout, var reference) -> commit(checkout, reference);
                case Source.Archive(var file) ->
                        from(file.toString(), target -> unpack(file, target));
                case Source.Folder(var folder) -> {
                    requireDistribution(folder, folder.toString());
                    yield from(folder.toString(), target -> Folders.copy(folder, target));
                }
            };
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot stage a release in %s: %s"
                            .formatted(installation.folder(), e.getMessage()),
                    e);
        }
    }

    private interface Filling {
        void fill(Path target) throws IOException;
    }

    private Staged described(ReleaseFolder folder) {
        return new Staged(folder, folder.describe(programs));
    }

    private Staged commit(Checkout checkout, String reference) throws IOException {
        checkout.fetch();
        var commit = checkout.commit(reference);
        var source = "commit " + commit;
        var built =
                installation.kept().stream()
                        .filter(kept -> kept.source().equals(source))
                        .findFirst();
        if (built.isPresent()) {
            return described(built.get().folder());
        }
        heard.accept(
                "building %s (%s) in a worktree of its own"
                        .formatted(reference, Description.shortened(commit)));
        var worktree = fresh("worktree");
        return from(source, target -> checkout.build(commit, worktree, target, heard));
    }

    private static void unpack(Path file, Path target) throws IOException {
        if (!Files.isReadable(file)) {
            throw new ReleaseException("there is no archive " + file + " that can be read");
        }
        try {
            UnpackedArchive.unpack(file, target);
        } catch (IOException e) {
            throw new ReleaseException(
                    "%s is no whole .tar.gz: %s; fetch it again".formatted(file, e.getMessage()),
                    e);
        }
    }

    private Staged from(String source, Filling filling) throws IOException {
        var folder = fresh("release");
        try {
            filling.fill(folder);
            requireDistribution(folder, source);
            var digest = Folders.digest(folder);
            var description = new ReleaseFolder(folder).describe(programs);
            var place = place(name(description), digest);
            if (place.isEmpty()) {
                return new Staged(existing(name(description), digest), description);
            }
            var release = new ReleaseFolder(place.get());
            new KeptRelease(new ReleaseFolder(folder), source, clock.instant(), digest).write();
            Files.move(folder, release.path(), StandardCopyOption.ATOMIC_MOVE);
            Installation.force(installation.releases());
            heard.accept(
                    "staged as %s; its quick start is prepared, which takes half a minute"
                            .formatted(release.name()));
            prepareQuickStart(release);
            return new Staged(release, description);
        } finally {
            Folders.delete(folder);
        }
    }

    /// What makes it start quickly fits its place alone. Without, it starts more slowly.
    private void prepareQuickStart(ReleaseFolder release) {
        var ended = release.run(programs, PREPARED_WITHIN, _ -> {}, "make-cache");
        if (ended.code() != 0) {
            heard.accept(
                    "%s will start more slowly, since its make-cache failed: %s"
                            .formatted(release.name(), ended.lastLines(1)));
        }
    }

    private static void requireDistribution(Path folder, String source) {
        if (!ReleaseFolder.isDistribution(folder)) {
            throw new ReleaseException(
                    "%s holds no distribution: %s and lib/ are not both there%s"
                            .formatted(
                                    source,
                                    ReleaseFolder.LAUNCHER,
                                    Files.exists(folder.resolve("pom.xml"))
                                            ? "; to deploy from a checkout, name a commit, and the checkout with --checkout"
                                            : ""));
        }
    }

    private Path fresh(String kind) throws IOException {
        Files.createDirectories(installation.releases());
        Files.createDirectories(installation.staging());
        var folder = Files.createTempDirectory(installation.staging(), kind + "-");
        Files.delete(folder);
        return folder;
    }

    /// Version and commit; for a build that was not committed, or not from a repository, what its
    /// files are is added by their digest in [#place].
    private static String name(Description description) {
        var version = description.version().replaceAll("[^A-Za-z0-9._+-]", "-");
        return description.shortCommit().isEmpty()
                ? version
                : version + "-" + description.shortCommit();
    }

    /// Where the release is to lie; empty where the same one lies already.
    private Optional<Path> place(String name, String digest) {
        if (isSame(name, digest) || isSame(withDigest(name, digest), digest)) {
            return Optional.empty();
        }
        var plain = installation.releases().resolve(name);
        return Optional.of(
                Files.exists(plain)
                        ? installation.releases().resolve(withDigest(name, digest))
                        : plain);
    }

    private ReleaseFolder existing(String name, String digest) {
        return installation.require(isSame(name, digest) ? name : withDigest(name, digest));
    }

    private boolean isSame(String name, String digest) {
        return installation
                .find(name)
                .filter(folder -> KeptRelease.read(folder.path()).digest().equals(digest))
                .isPresent();
    }

    private static String withDigest(String name, String digest) {
        return name + "-" + digest.substring(0, SHORT_DIGEST);
    }
}
