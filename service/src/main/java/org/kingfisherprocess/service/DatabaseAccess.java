package org.kingfisherprocess.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.embedded.EmbeddedPostgresException;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.MigrationListener;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.settings.DatabaseAddress;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// How to get at the database from a command: the configured one, the embedded one that a server
/// runs, or the embedded one started for as long as the command takes.
final class DatabaseAccess {
    private static final Duration OWN_PATIENCE = Duration.ofSeconds(10);

    /// A server that was just started needs some seconds until its PostgreSQL answers.
    private static final Duration START_PATIENCE = Duration.ofSeconds(30);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String COMMAND = "a kingfisher-process command";

    private final Settings settings;

    DatabaseAccess(Settings settings) {
        this.settings = settings;
    }

    <T> T with(Function<Database, T> work) {
        try {
            return withDatabase(
                    "kingfisher-process",
                    DatabaseAccess::areBeingMade,
                    database -> upgrade(database, _ -> {}),
                    work);
        } catch (EmbeddedPostgresException | MigrationException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /// The same with the tables as they are.
    <T> T withAsItIs(Function<Database, T> work) {
        try {
            return withDatabase("kingfisher-process upgrade", _ -> false, _ -> {}, work);
        } catch (EmbeddedPostgresException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /// Whether there is a database that is not started for the command.
    boolean isThere() {
        return settings.database().isPresent() || running().isPresent();
    }

    /// @param unfinished whether the tables of a running server are to be waited for
    /// @param prepare makes them, where no server runs
    private <T> T withDatabase(
            String name,
            Predicate<Database> unfinished,
            Consumer<Database> prepare,
            Function<Database, T> work) {
        var configured = settings.database().map(DatabaseAccess::connection);
        if (configured.isPresent()) {
            try (var database = Database.open(configured.get().withApplicationName(name))) {
                return work.apply(database);
            }
        }
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        var own = DataFolder.tryOwn(settings.dataDirectory(), COMMAND);
        while (own.isEmpty() && System.nanoTime() < deadline) {
            var running = EmbeddedPostgres.running(settings.dataDirectory());
            if (running.isPresent()) {
                try (var database = Database.open(running.get().withApplicationName(name))) {
                    while (System.nanoTime() < deadline && unfinished.test(database)) {
                        pause();
                    }
                    return work.apply(database);
                }
            }
            pause(); // its owner is about to start it, or to leave
            own = DataFolder.tryOwn(settings.dataDirectory(), COMMAND);
        }
        try (var _ = own.orElseGet(() -> DataFolder.own(settings.dataDirectory(), COMMAND));
                var embedded = EmbeddedPostgres.start(settings.dataDirectory());
                var database = Database.open(embedded.settings().withApplicationName(name))) {
            prepare.accept(database);
            return work.apply(database);
        }
    }

    /// Whether a server that starts for the first time makes its tables now. Those of another
    /// program it leaves alone, until somebody has them made ours.
    private static boolean areBeingMade(Database database) {
        var range = database.transaction(Schema::range);
        if (range.ready() || range.state().adopting()) {
            return false;
        }
        return range.state().has() == 0
                ? Schema.otherOwner(database).isEmpty()
                : database.<Boolean>transaction(Migrator::underWay);
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted while PostgreSQL started");
        }
    }

    static void upgrade(Database database, MigrationListener listener) {
        Schema.upgrade(database, MigratorSettings.by(System.getProperty("user.name")), listener);
    }

    /// The same without what code of the release before would not survive.
    ///
    /// Gives up soon where somebody is in the way: whoever runs `upgrade-database` meanwhile, and
    /// can say what is to be done about that one, must get a turn.
    static void expand(Database database, MigrationListener listener) {
        Schema.expand(
                database,
                MigratorSettings.by(System.getProperty("user.name")).givingUpAfter(OWN_PATIENCE),
                listener);
    }

    static DatabaseSettings connection(DatabaseAddress address) {
        var url =
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(address.host(), address.port(), address.database());
        return DatabaseSettings.of(url, address.user(), address.password());
    }

    /// Only while a server has the data folder is its PostgreSQL to be used: otherwise it is a
    /// left-over of a killed one.
    private Optional<DatabaseSettings> running() {
        Path folder = settings.dataDirectory();
        var free = DataFolder.tryOwn(folder, COMMAND);
        free.ifPresent(DataFolder::close);
        return free.isPresent() ? Optional.empty() : EmbeddedPostgres.running(folder);
    }
}
