package org.kingfisherprocess.service.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.deploy.Deploying;
import org.kingfisherprocess.service.release.Checkout;
import org.kingfisherprocess.service.release.Programs;
import org.kingfisherprocess.service.release.Source;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which release is meant.
final class DeploySourceOptions {
    private static final Programs PROGRAMS = new Programs(Map.of());

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RELEASE",
            description =
                    "A distribution (.tar.gz or its folder), the name of a kept release, or a branch, tag or commit of the checkout.")
    private @Nullable String release;

    @Option(
            names = "--checkout",
            paramLabel = "FOLDER",
            description =
                    "The git checkout to build commits from, and to list the commits in between. Nothing in it is changed.")
    private @Nullable Path checkout;

    @Option(
            names = "--expect-commits",
            paramLabel = "N",
            description = "Refuse to deploy more commits than this.")
    private @Nullable Integer expected;

    Optional<String> release() {
        return Optional.ofNullable(release);
    }

    OptionalInt expected() {
        var number = expected;
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    Source source(Application application, Deploying deploying) {
        var named =
                release()
                        .orElseThrow(() ->
                                new RefusedException(
                                        "name the release to deploy: an archive, a folder, a kept release or a commit"));
        var path = Path.of(named).toAbsolutePath().normalize();
        if (Files.isDirectory(path)) {
            return new Source.Folder(path);
        }
        if (Files.isRegularFile(path)) {
            return new Source.Archive(path);
        }
        if (deploying.kept().stream().anyMatch(kept -> kept.folder().name().equals(named))) {
            return new Source.Kept(named);
        }
        return checkout(application)
                .<Source>map(git -> new Source.Commit(git, named))
                .orElseThrow(() ->
                        new RefusedException(
                                "%s is no archive, no folder and no kept release (%s); for a commit, name the checkout with --checkout"
                                        .formatted(
                                                named,
                                                deploying.kept().stream()
                                                        .map(kept -> kept.folder().name())
                                                        .toList())));
    }

    /// The named one, the configured one, or the one that we are in.
    Optional<Checkout> checkout(Application application) {
        var folder = checkout;
        if (folder != null) {
            return Optional.of(
                    Checkout.in(folder.toAbsolutePath().normalize(), PROGRAMS)
                            .orElseThrow(() ->
                                    new RefusedException(
                                            folder + " is no git checkout of Kingfisher Process")));
        }
        return Checkout.in(
                application.settings().deploy().checkout().orElse(Path.of("").toAbsolutePath()),
                PROGRAMS);
    }
}
