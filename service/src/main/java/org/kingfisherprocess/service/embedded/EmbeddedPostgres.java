package org.kingfisherprocess.service.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The running embedded PostgreSQL of a data folder. It is a daemon of its own: it outlives the
/// process that started it until [#stop], and a start finds what a killed process left running and
/// replaces it. That no two processes start it for one data folder is the caller's to ensure, by a
/// lock on the folder.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final Layout layout;
    private final Server server;
    private volatile DatabaseSettings settings;

    private EmbeddedPostgres(Layout layout, Server server, DatabaseSettings settings) {
        this.layout = layout;
        this.server = server;
        this.settings = settings;
    }

    public static EmbeddedPostgres start(Path dataFolder) {
        return start(dataFolder, EmbeddedSettings.DEFAULT);
    }

    /// Returns when the server answers: unpacks and initialises it first where that is still to do,
    /// and lets it recover.
    public static EmbeddedPostgres start(Path dataFolder, EmbeddedSettings settings) {
        return start(dataFolder, settings, false);
    }

    /// The same, but a server of the same programs that answers goes on as it is, with the settings
    /// that it was started with.
    public static EmbeddedPostgres startOrTakeOver(Path dataFolder) {
        return start(dataFolder, EmbeddedSettings.DEFAULT, true);
    }

    private static EmbeddedPostgres start(
            Path dataFolder, EmbeddedSettings settings, boolean mayTakeOver) {
        var layout = Layout.in(dataFolder);
        try {
            Files.createDirectories(layout.folder());
            Files.setPosixFilePermissions(
                    layout.folder(), PosixFilePermissions.fromString("rwx--x--x"));
            var programs = settings.programs().orElseGet(() -> BundledPrograms.in(layout.folder()));
            var runAs = RunAs.choose(layout, programs);
            var server = new Server(layout, programs, runAs, settings);
            var known = Password.read(layout.passwordFile());
            if (mayTakeOver && known.isPresent() && server.takeOver()) {
                return new EmbeddedPostgres(layout, server, connection(server.port(), known.get()));
            }
            server.stopLeftOver();
            var password = new Cluster(layout, programs, runAs).initialise();
            var port = server.start();
            LOG.info("PostgreSQL of {} listens on 127.0.0.1:{}", layout.data(), port);
            return new EmbeddedPostgres(layout, server, connection(port, password));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "cannot prepare the embedded PostgreSQL in %s: %s"
                            .formatted(layout.folder(), e.getMessage()),
                    e);
        }
    }

    /// How to connect to the server of a data folder, if one runs and answers: for the commands of
    /// other processes.
    public static Optional<DatabaseSettings> running(Path dataFolder) {
        var layout = Layout.in(dataFolder);
        try {
            var password = Password.read(layout.passwordFile());
            return Postmaster.of(layout.data())
                    .filter(Postmaster::ready)
                    .flatMap(postmaster ->
                            password.map(known -> connection(postmaster.port(), known)));
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "cannot read %s: %s; only the user who started Kingfisher Process may"
                            .formatted(layout.passwordFile(), e.getMessage()),
                    e);
        }
    }

    /// How to connect to it now.
    public DatabaseSettings settings() {
        return settings;
    }

    /// A line for a terminal: psql as the owner, without typing the password.
    public String psqlLine() {
        var file = layout.passwordFile().toString();
        var quoted =
                file.matches("[\\w@%+=:,./-]+") ? file : "'" + file.replace("'", "'\\''") + "'";
        return "PGPASSFILE=%s psql -h 127.0.0.1 -p %d -U %s %s"
                .formatted(quoted, server.port(), Cluster.ROLE, Cluster.DATABASE);
    }

    /// Where the server writes its log.
    public Path logFolder() {
        return layout.log();
    }

    /// The folder with the programs that it runs.
    public Path programs() {
        return server.programs();
    }

    /// Whether the server process is there.
    public boolean alive() {
        return Postmaster.of(layout.data()).isPresent();
    }

    /// Starts the server again after it died; does nothing if it is there. On the same port if that
    /// is free: if another program took it meanwhile, [#settings] tells the new one.
    public void startAgain() {
        if (!alive()) {
            try {
                server.stopLeftOver();
                var port = server.start();
                settings = connection(port, settings.password());
            } catch (IOException e) {
                throw new EmbeddedPostgresException(
                        "cannot start the embedded PostgreSQL in %s: %s"
                                .formatted(layout.folder(), e.getMessage()),
                        e);
            }
        }
    }

    /// Shuts down fast: running transactions are rolled back, what was committed is written.
    /// Returns when the server is gone. May be called twice.
    public void stop() {
        server.stop();
    }

    @Override
    public void close() {
        stop();
    }

    private static DatabaseSettings connection(int port, String password) {
        var url = "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, Cluster.DATABASE);
        return DatabaseSettings.of(url, Cluster.ROLE, password);
    }
}
