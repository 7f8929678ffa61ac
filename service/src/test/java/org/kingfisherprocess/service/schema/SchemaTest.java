package org.kingfisherprocess.service.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kingfisherprocess.service.migrate.MigrationException;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.Undeclared;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.sql.SqlFailure;
import org.kingfisherprocess.service.sql.TxConsumer;
import org.kingfisherprocess.service.testing.Catalog;
import org.kingfisherprocess.service.testing.TestDatabases;

final class SchemaTest {
    private static final MigratorSettings TEST = MigratorSettings.by("test");
    private static final Path FACTS =
            Path.of("..", "..", "shared", "spec", "database", "schema-v1.sql");

    @Test
    void doesNothingOnADatabaseThatIsUpToDate() {
        try (var database = Database.open(TestDatabases.migrated())) {
            assertThat(Schema.upgrade(database, TEST, _ -> {})).isEmpty();
            assertThat(database.<Boolean>transaction(Schema::ready)).isTrue();
        }
    }

    @Test
    void startsFromExactlyTheTablesOfV1() throws IOException {
        assumeTrue(Files.exists(FACTS), "the facts about v1's tables are not beside this checkout");
        try (var ours = Database.open(TestDatabases.empty());
                var facts = Database.open(TestDatabases.empty())) {
            new Migrator(ours, Schema.migrations().subList(0, 1), TEST).run(_ -> {});
            var script = Files.readString(FACTS);
            facts.run(tx -> {
                try (var statement = tx.connection().createStatement()) {
                    statement.execute(script);
                }
            });

            assertThat(Catalog.of(ours)).isEqualTo(Catalog.of(facts));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, catalog-v1.txt", "9, catalog.txt"})
    void hasTheCatalogThatWasAgreedOn(int version, String agreed) throws IOException {
        try (var database = Database.open(TestDatabases.empty())) {
            new Migrator(database, Schema.migrations().subList(0, version), TEST).run(_ -> {});
            var catalog = Catalog.of(database);
            var written = Files.write(Path.of("target", agreed), catalog);

            assertThat(catalog)
                    .as("if the change is meant, copy %s to src/test/resources", written)
                    .isEqualTo(
                            Files.readAllLines(
                                    Path.of("src", "test", "resources", "schema", agreed)));
        }
    }

    @ParameterizedTest
    @CsvSource({"alembic_version, v1", "django_migrations, v2", "collection, kingfisher_migration"})
    void refusesADatabaseOfAnotherProgramAndChangesNothing(String table, String named) {
        try (var database = Database.open(TestDatabases.empty())) {
            database.run(tx -> tx.execute("create table " + table + " (x integer)"));
            var before = Catalog.of(database);

            assertThatThrownBy(() -> Schema.upgrade(database, TEST, _ -> {}))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining(named)
                    .hasMessageContaining("Nothing was changed");
            assertThat(Catalog.of(database)).isEqualTo(before);
        }
    }

    @Test
    void declaresWhatItsMigrationsWouldHurt() {
        assertThat(Schema.migrations()).flatMap(Undeclared::in).isEmpty();
        assertThat(Schema.adoptions()).flatMap(Undeclared::in).isEmpty();
    }

    @Test
    void letsNoTwoReceiptsHaveStoredTheSameFileOrItem() {
        try (var database = Database.open(TestDatabases.migrated())) {
            database.run(tx -> {
                for (var claim : List.of("'file', 7, null", "'item', 7, 0", "'item', 7, 1")) {
                    tx.execute(receipt(claim, "stored"));
                }
                tx.execute(receipt("'file', 7, null", "duplicate"));
                tx.execute(receipt("'end', null, null", "stored"));
            });

            for (var claim : List.of("'file', 7, null", "'item', 7, 1")) {
                assertRefused(database, receipt(claim, "stored"));
            }
            assertRefused(database, receipt("'file', null, null", "stored"));
        }
    }

    @Test
    void keepsEachDocumentOnceByItsHashAndAnyNumberWithoutOne() {
        try (var database = Database.open(TestDatabases.migrated())) {
            var insert =
                    "insert into data (hash_md5, data) values (?, '{}')"
                            + " on conflict (hash_md5) where hash_md5 <> '' do nothing";
            database.run(tx -> {
                assertThat(tx.execute(insert, "a")).isEqualTo(1);
                assertThat(tx.execute(insert, "a")).isZero();
                assertThat(tx.execute(insert, "")).isEqualTo(1);
                assertThat(tx.execute(insert, "")).isEqualTo(1);
            });
        }
    }

    @Test
    void letsTheReadingRoleReadAndNothingElse() {
        try (var database = Database.open(TestDatabases.migrated())) {
            database.run(tx -> {
                tx.execute("set local role kingfisher_process_read");
                assertThat(tx.query("select id from release", row -> 1)).isEmpty();
                assertThatThrownBy(() -> tx.execute("delete from release"))
                        .hasMessageContaining("permission denied");
            });
        }
    }

    @Test
    void goesOnWithANoteWhereItMayNotGrant() {
        var settings = TestDatabases.empty();
        try (var owner = Database.open(settings)) {
            owner.run(tx -> {
                tx.execute("create role modest login password 'modest'");
                tx.execute("grant create, usage on schema public to modest");
            });
        }
        var modest =
                org.kingfisherprocess.service.sql.DatabaseSettings.of(
                        settings.url(), "modest", "modest");
        var notes = new java.util.ArrayList<String>();
        try (var database = Database.open(modest)) {
            Schema.upgrade(database, TEST, event -> notes.add(event.text()));

            assertThat(database.<Boolean>transaction(Schema::ready)).isTrue();
        } finally {
            try (var owner = Database.open(settings)) {
                owner.run(tx -> tx.execute("drop owned by modest; drop role modest"));
            }
        }
        assertThat(notes)
                .anySatisfy(note ->
                        assertThat(note)
                                .containsAnyOf(
                                        "let a superuser run", "no privileges were granted"));
    }

    private static String receipt(String claim, String outcome) {
        return """
        insert into intake_receipt
            (receipt, label, acknowledged_at, outcome, kind, collection_file_id, item_number)
        values (gen_random_uuid(), 'label', now(), '%s', %s)
        """
                .formatted(outcome, claim);
    }

    private static void assertRefused(Database database, String statement) {
        TxConsumer work = tx -> tx.execute(statement);
        assertThatThrownBy(() -> database.run(work))
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.failure()).isEqualTo(SqlFailure.DATA));
    }
}
