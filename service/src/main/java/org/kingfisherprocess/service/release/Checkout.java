package org.kingfisherprocess.service.release;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kingfisherprocess.service.release.Commits.Commit;

/// A git checkout of the source. Nothing is ever changed in its work tree: what is built, is built
/// in a worktree of its own.
public final class Checkout {
    private static final Duration GIT_WITHIN = Duration.ofMinutes(5);
    private static final Duration BUILD_WITHIN = Duration.ofMinutes(30);
    private static final int LINES_OF_FAILURE = 30;

    /// Between the parts of a line of git's log: no name or subject holds it.
    private static final String BETWEEN = "\u001f";

    private final Path folder;
    private final Programs programs;

    private Checkout(Path folder, Programs programs) {
        this.folder = folder;
        this.programs = programs;
    }

    /// The checkout in that folder, if it is one of this program's.
    public static Optional<Checkout> in(Path folder, Programs programs) {
        boolean ours =
                Files.exists(folder.resolve(".git"))
                        && Files.isExecutable(folder.resolve("build"))
                        && Files.isExecutable(folder.resolve(ReleaseFolder.LAUNCHER));
        return ours ? Optional.of(new Checkout(folder, programs)) : Optional.empty();
    }

    public Path folder() {
        return folder;
    }

    /// Asks the other side for what is new; does nothing in a checkout that has no other side.
    public void fetch() {
        if (!git("remote").output().isEmpty()) {
            git("fetch", "--quiet", "--tags");
        }
    }

    /// The commit that a person means: a branch is the other side's where there is one, since that
    /// is what was pushed.
    public String commit(String reference) {
        if (reference.startsWith("-")) {
            throw unknown(reference);
        }
        for (var name : List.of("refs/remotes/origin/" + reference, reference)) {
            var ended = tryGit("rev-parse", "--verify", "--quiet", name + "^{commit}");
            if (ended.code() == 0) {
                return ended.text().strip();
            }
        }
        throw unknown(reference);
    }

    /// Empty where this checkout does not have both commits.
    public Optional<Commits> between(String before, String after) {
        if (!has(before) || !has(after)) {
            return Optional.empty();
        }
        return Optional.of(new Commits(log(before + ".." + after), log(after + ".." + before)));
    }

    /// Builds a commit and copies its distribution to a folder that is not there yet.
    ///
    /// @param heard what git and the build say
    void build(String commit, Path worktree, Path target, Consumer<String> heard) {
        git("worktree", "add", "--detach", "--force", worktree.toString(), commit);
        try {
            var build =
                    programs.run(
                            worktree,
                            BUILD_WITHIN,
                            heard,
                            List.of(
                                    "./build",
                                    "-q",
                                    "-DskipTests",
                                    "-pl",
                                    "service",
                                    "-am",
                                    "package"));
            if (build.code() != 0) {
                throw new ReleaseException(
                        "commit %s does not build (./build ended with %d); mend it, or choose another:%n%s"
                                .formatted(
                                        Description.shortened(commit),
                                        build.code(),
                                        build.lastLines(LINES_OF_FAILURE)));
            }
            Folders.copy(distribution(worktree, commit), target);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot copy what was built of " + commit, e);
        } finally {
            tryGit("worktree", "remove", "--force", worktree.toString());
        }
    }

    private static Path distribution(Path worktree, String commit) throws IOException {
        var target = worktree.resolve("service/target");
        try (var folders = Files.walk(target, 2)) {
            return folders.filter(ReleaseFolder::isDistribution)
                    .findFirst()
                    .orElseThrow(() ->
                            new ReleaseException(
                                    "commit %s builds, but makes no distribution in %s"
                                            .formatted(commit, target)));
        }
    }

    private boolean has(String commit) {
        return commit.matches("[0-9a-f]{7,64}")
                && tryGit("cat-file", "-e", commit + "^{commit}").code() == 0;
    }

    private List<Commit> log(String range) {
        var format = String.join("%x1f", "%H", "%an", "%cI", "%s");
        var commits = new ArrayList<Commit>();
        for (var line : git("log", "--format=" + format, range).output()) {
            var parts = line.split(BETWEEN, 4);
            if (parts.length == 4) {
                commits.add(new Commit(parts[0], parts[1], parts[2], parts[3]));
            }
        }
        return commits;
    }

    private Programs.Ended git(String... arguments) {
        var ended = tryGit(arguments);
        if (ended.code() != 0) {
            throw new ReleaseException(
                    "git %s in %s ended with %d: %s"
                            .formatted(
                                    String.join(" ", arguments),
                                    folder,
                                    ended.code(),
                                    ended.lastLines(LINES_OF_FAILURE)));
        }
        return ended;
    }

    private Programs.Ended tryGit(String... arguments) {
        var command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(arguments));
        return programs.run(folder, GIT_WITHIN, _ -> {}, command);
    }

    private ReleaseException unknown(String reference) {
        return new ReleaseException(
                "%s is no branch, tag or commit of the checkout %s".formatted(reference, folder));
    }
}
