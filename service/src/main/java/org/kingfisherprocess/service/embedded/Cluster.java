package org.kingfisherprocess.service.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The cluster's folder: made once by initdb, with our role and database in it, under another name
/// until it is complete.
record Cluster(Layout layout, Path programs, RunAs runAs) {
    static final String ROLE = "kingfisher_process";
    static final String DATABASE = "kingfisher_process";

    /// The first version with a locale of its own that sorts by code point and yet knows upper and
    /// lower case.
    private static final int FIRST_WITH_BUILTIN_LOCALE = 17;

    private static final Duration INITIALISE_LIMIT = Duration.ofMinutes(5);
    private static final Pattern VERSION = Pattern.compile("\\) (\\d+)");
    private static final Pattern COMPLAINT = Pattern.compile("(?m)^.*(ERROR|FATAL|PANIC):.*$");

    /// Returns the password of [#ROLE].
    String initialise() throws IOException {
        if (!layout.initialised()) {
            make();
        }
        requireOurVersion();
        var known = Password.read(layout.passwordFile());
        return known.isPresent() ? known.get() : setPassword(layout.data());
    }

    private void make() throws IOException {
        var folder = layout.unfinishedData();
        deleteTree(folder);
        Files.createDirectory(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        runAs.give(folder);
        var command =
                new ArrayList<>(List.of(program("initdb"), "-D", folder.toString(), "-U", ROLE));
        command.addAll(List.of("--encoding=UTF8", "--data-checksums", "--auth=trust"));
        command.addAll(
                version() < FIRST_WITH_BUILTIN_LOCALE
                        ? List.of("--locale=C")
                        : List.of(
                                "--locale=C",
                                "--locale-provider=builtin",
                                "--builtin-locale=C.UTF-8"));
        var result = Program.run(layout.folder(), INITIALISE_LIMIT, runAs.command(command));
        if (!result.succeeded()) {
            throw new EmbeddedPostgresException(
                    "initdb failed in %s with exit code %d: %s"
                            .formatted(folder, result.exit(), result.output()));
        }
        var _ = setPassword(folder);
        alone(folder, "create database " + DATABASE);
        Files.move(folder, layout.data(), StandardCopyOption.ATOMIC_MOVE);
        try (var entry = FileChannel.open(layout.folder(), StandardOpenOption.READ)) {
            entry.force(true);
        }
    }

    private String setPassword(Path data) throws IOException {
        var password = Password.generate();
        alone(data, "alter role %s password '%s'".formatted(ROLE, password));
        Password.write(layout.passwordFile(), ROLE, password);
        return password;
    }

    /// Runs one statement in single-user mode: no server, no port, no password.
    private void alone(Path data, String statement) {
        var command =
                runAs.command(
                        List.of(
                                program("postgres"),
                                "--single",
                                "-D",
                                data.toString(),
                                "postgres"));
        var result = Program.run(layout.folder(), INITIALISE_LIMIT, command, statement + "\n");
        var complaint = COMPLAINT.matcher(result.output());
        if (!result.succeeded() || complaint.find()) {
            throw new EmbeddedPostgresException(
                    "single-user PostgreSQL failed in %s with exit code %d: %s"
                            .formatted(data, result.exit(), result.output()));
        }
    }

    private void requireOurVersion() throws IOException {
        var of = Files.readString(layout.data().resolve("PG_VERSION")).strip();
        if (!of.equals(Integer.toString(version()))) {
            throw new EmbeddedPostgresException(
                    "the cluster in %s is of PostgreSQL %s, but the programs in %s are of %d; start the older release, dump the database with pg_dump, move %s away, start this release, and restore"
                            .formatted(layout.data(), of, programs, version(), layout.data()));
        }
    }

    private int version() {
        var result =
                Program.run(
                        layout.folder(),
                        INITIALISE_LIMIT,
                        List.of(program("postgres"), "--version"));
        var version = VERSION.matcher(result.output());
        if (!version.find()) {
            throw new EmbeddedPostgresException(
                    "%s does not tell its version: %s"
                            .formatted(program("postgres"), result.output()));
        }
        return Integer.parseInt(version.group(1), 10);
    }

    private String program(String name) {
        return programs.resolve(name.toLowerCase(Locale.ROOT)).toString();
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
