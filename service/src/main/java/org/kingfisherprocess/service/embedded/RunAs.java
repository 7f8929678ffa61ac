package org.kingfisherprocess.service.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// As whom PostgreSQL's programs run: PostgreSQL refuses to be root.
///
/// Not root: as we are. Root, and the cluster exists: as its owner. Root, and no cluster yet: as
/// `nobody` if that user can reach the folder (a real loss of rights); else as ourselves in a user
/// namespace, where root looks like `nobody` and has no capabilities. Plain containers forbid the
/// namespace but have reachable folders; real servers allow it, and keep data in folders of mode
/// 0700.
record RunAs(List<String> prefix, Optional<Integer> owner) {
    private static final Logger LOG = LoggerFactory.getLogger(RunAs.class);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(20);
    private static final RunAs NAMESPACE =
            new RunAs(List.of("unshare", "--user", "--"), Optional.of(0));

    static RunAs choose(Layout layout, Path programs) throws IOException {
        if (owner(Path.of("/proc/self")) != 0) {
            return new RunAs(List.of(), Optional.empty());
        }
        if (layout.initialised()) {
            return existing(layout, programs);
        }
        var nobody = nobody(layout);
        if (nobody.isPresent() && nobody.get().works(layout, programs)) {
            return nobody.get();
        }
        var probe = probeFolder(layout);
        give(probe, 0);
        if (NAMESPACE.works(layout, programs)) {
            return NAMESPACE;
        }
        throw new EmbeddedPostgresException(
                ("PostgreSQL refuses to run as root; neither the user nobody (by setpriv) nor a user namespace (by"
                                + " unshare --user) can use %s. Make each folder on the way to it traversable"
                                + " (chmod o+x), or start Kingfisher Process as another user, or set"
                                + " KINGFISHER_PROCESS_DB_URI")
                        .formatted(layout.folder()));
    }

    /// The command line that runs `command` as this user.
    List<String> command(List<String> command) {
        var whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /// Makes the file or folder theirs, where they are not us.
    void give(Path path) throws IOException {
        if (owner.isPresent()) {
            give(path, owner.get());
        }
    }

    private static RunAs existing(Layout layout, Path programs) throws IOException {
        var owner = owner(layout.data());
        var runAs = owner == 0 ? NAMESPACE : dropTo(owner);
        if (!runAs.works(layout, programs)) {
            throw new EmbeddedPostgresException(
                    "the cluster in %s belongs to user id %d, and PostgreSQL cannot be run as that user there (tried: %s). Make each folder on the way to it traversable (chmod o+x), or start Kingfisher Process as that user"
                            .formatted(layout.data(), owner, String.join(" ", runAs.prefix)));
        }
        return runAs;
    }

    private static Optional<RunAs> nobody(Layout layout) throws IOException {
        var probe = probeFolder(layout);
        try {
            Files.setOwner(
                    probe,
                    probe.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName("nobody"));
            return Optional.of(dropTo(owner(probe)));
        } catch (UserPrincipalNotFoundException e) {
            LOG.debug("there is no user nobody on this machine", e);
            return Optional.empty();
        }
    }

    private static RunAs dropTo(int user) {
        return new RunAs(
                List.of(
                        "setpriv",
                        "--reuid=" + user,
                        "--regid=" + user,
                        "--clear-groups",
                        "--no-new-privs",
                        "--"),
                Optional.of(user));
    }

    private boolean works(Layout layout, Path programs) throws IOException {
        var folder = layout.initialised() ? layout.data() : probeFolder(layout);
        var script = "cd \"$1\" && test -w . && \"$0\" --version";
        var command =
                command(
                        List.of(
                                "sh",
                                "-c",
                                script,
                                programs.resolve("postgres").toString(),
                                folder.toString()));
        try {
            var result = Program.run(Path.of("/"), PROBE_LIMIT, command);
            LOG.debug("probed {}: exit {}, {}", command, result.exit(), result.output());
            return result.succeeded();
        } catch (EmbeddedPostgresException e) {
            LOG.debug("probed {}", command, e);
            return false;
        }
    }

    private static Path probeFolder(Layout layout) throws IOException {
        return Files.createDirectories(layout.log());
    }

    private static int owner(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:uid");
    }

    private static void give(Path path, int user) throws IOException {
        Files.setAttribute(path, "unix:uid", user);
        Files.setAttribute(path, "unix:gid", user);
    }
}
