package org.kingfisherprocess.service.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.testing.Catalog;
import org.kingfisherprocess.service.testing.TestDatabases;

@SuppressWarnings("NullAway.Init")
@Timeout(60)
final class ReshapeTest {
    private static final int BOOKS = 2_000;

    private DatabaseSettings settings;
    private Database database;
    private List<String> rows;

    @BeforeEach
    void open() {
        settings = TestDatabases.empty();
        database = Database.open(settings);
        Toy.migrator(database, Toy.TABLES).run(_ -> {});
        database.run(tx -> Toy.fill(tx, BOOKS));
        rows = Toy.rows(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void leavesTablesAsIfTheyHadAlwaysBeenSo() {
        Toy.migrator(database, Toy.TABLES, Toy.RESHAPE).run(_ -> {});

        assertReshaped();
        assertThat(Toy.count(database, "book where shelf_label <> 'shelf ' || shelf_id")).isZero();
        database.run(tx -> tx.execute("insert into book (shelf_id, title) values (1, 'next')"));
        assertThat(Toy.count(database, "book where id = %d".formatted(BOOKS + 1))).isEqualTo(1);
        assertThat(
                        Toy.count(
                                database,
                                "pg_description d where objoid = 'book'::regclass and description like 'counted by hand, isn''t%'"))
                .isEqualTo(1);
    }

    @Test
    void goesOnAfterBeingCutOffAtEachEvent() {
        int runs = 0;
        for (boolean done = false; !done; runs++) {
            var left = new AtomicInteger(4); // three events that a new run repeats, and one more
            try {
                Toy.migrator(database, Toy.TABLES, Toy.RESHAPE)
                        .run(event -> {
                            if (!repeats(event) && left.decrementAndGet() == 0) {
                                throw new CutOff();
                            }
                        });
                done = true;
            } catch (CutOff _) {
                assertThat(runs).isLessThan(200);
            }
        }

        assertThat(runs).isGreaterThan(10);
        assertReshaped();
    }

    @Test
    void comesBackByItselfWhenItsSessionIsEndedAgainAndAgain() {
        var events = new AtomicInteger();
        var ended = new AtomicInteger();
        try (var other = Database.open(settings)) {
            Toy.migrator(database, Toy.TABLES, Toy.RESHAPE)
                    .run(event -> {
                        if (event instanceof MigrationEvent.Executing(var _, var _, var pid)
                                && events.incrementAndGet() % 3 == 0) {
                            other.run(tx ->
                                    tx.query("select pg_terminate_backend(?)", row -> true, pid));
                            ended.incrementAndGet();
                        }
                    });
        }

        assertThat(ended.get()).isGreaterThan(3);
        assertReshaped();
    }

    @Test
    void takesBackWhatAnUnfinishedRunHasLeft() {
        var before = Catalog.of(database);
        var migrator = Toy.migrator(database, Toy.TABLES, Toy.RESHAPE);
        assertThatThrownBy(() ->
                        migrator.run(event -> {
                            if (event.text().contains("swap the columns")
                                    || event.text().contains("rename constraint")) {
                                throw new CutOff();
                            }
                            if (event.text()
                                    .contains("validate constraint \"book_on_shelf__new\"")) {
                                throw new CutOff();
                            }
                        }))
                .isInstanceOf(CutOff.class);
        assertThat(Catalog.of(database)).isNotEqualTo(before);

        migrator.abort(_ -> {});

        assertThat(Catalog.of(database)).isEqualTo(before);
        migrator.run(_ -> {});
        assertReshaped();
    }

    @Test
    void carriesViewsOverWithTheirOwnersRightsAndComments() {
        database.run(tx -> {
            tx.execute("create view titles as select id, title as name, shelf_id from book");
            tx.execute(
                    "create view \"Labels\" with (security_barrier = true) as select t.name, s.label, s.id from titles t join shelf s on s.id = t.shelf_id");
            tx.execute("comment on view titles is 'what''s there'");
            tx.execute("grant select on titles to public");
        });
        var before = views();

        Toy.migrator(database, Toy.TABLES, Toy.RESHAPE).run(_ -> {});

        assertThat(views()).isEqualTo(before);
        assertThat(Toy.count(database, "\"Labels\"")).isEqualTo(BOOKS);
        assertThat(
                        Toy.count(
                                database,
                                "pg_attribute where attrelid = '\"Labels\"'::regclass and atttypid = 'bigint'::regtype"))
                .isEqualTo(1);
    }

    private List<String> views() {
        return database.transaction(tx ->
                tx.query(
                        """
                        select concat_ws('|', relname, pg_get_viewdef(oid), relacl::text, reloptions::text, obj_description(oid)) as line
                        from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace order by 1
                        """,
                        row -> row.text("line")));
    }

    @Test
    void carriesRightsOnColumnsOver() {
        database.run(tx -> {
            tx.execute("create view titles as select id, title as name from book");
            tx.execute("comment on column titles.name is 'what''s written'");
            tx.execute("grant select (name, id) on titles to public");
            tx.execute("grant select (id, title), update (shelf_id) on book to public");
        });
        var before = rightsOnColumns();

        Toy.migrator(database, Toy.TABLES, Toy.RESHAPE).run(_ -> {});

        assertThat(rightsOnColumns()).isEqualTo(before).hasSize(5);
        assertThat(Toy.count(database, "pg_description where description = 'what''s written'"))
                .isEqualTo(1);
    }

    private List<String> rightsOnColumns() {
        return database.transaction(tx ->
                tx.query(
                        """
                        select concat_ws(' ', attrelid::regclass, attname, attacl) as line from pg_attribute
                        where attacl is not null and attrelid in ('book'::regclass, 'titles'::regclass) order by 1
                        """,
                        row -> row.text("line")));
    }

    @Test
    void doublesWhatIsMadeWhileItIsUnderWay() {
        var left = new ArrayList<>(List.of("validate", "swap the columns", "swap the columns"));
        Toy.migrator(database, Toy.TABLES, Toy.RESHAPE)
                .run(event -> {
                    if (event instanceof MigrationEvent.Executing
                            && !left.isEmpty()
                            && event.text().contains(left.getFirst())) {
                        left.removeFirst();
                        make(left.size());
                    }
                });

        assertThat(left).isEmpty();
        assertThat(Toy.rows(database)).isEqualTo(rows);
        assertThat(Toy.count(database, "pg_indexes where indexname like 'made\\_%'")).isEqualTo(6);
        assertThat(
                        Toy.count(
                                database,
                                "pg_constraint where conname like 'made\\_%' and contype in ('f', 'c') and convalidated"))
                .isEqualTo(6);
        assertThat(
                        Toy.count(
                                database,
                                "information_schema.columns where column_name like '%\\_\\_new'"))
                .isZero();
    }

    /// Of each table, an index, and keys and checks that lead to it.
    private void make(int number) {
        database.run(tx -> {
            tx.execute("create index made_shelf_%1$d on shelf (inside)".formatted(number));
            tx.execute("create index made_book_%1$d on book (shelf_id)".formatted(number));
            tx.execute(
                    "alter table book add constraint made_key_%d foreign key (shelf_id) references shelf (id)"
                            .formatted(number));
            tx.execute(
                    "alter table shelf add constraint made_check_%d check (inside > 0)"
                            .formatted(number));
        });
    }

    @Test
    void leavesWhatHoldsForNewRowsAloneAsItIs() {
        database.run(tx -> {
            tx.execute("alter table shelf drop constraint shelf_inside_shelf");
            tx.execute("update shelf set inside = 1000 where id = 1");
            tx.execute(
                    "alter table shelf add constraint shelf_inside_shelf foreign key (inside) references shelf (id) not valid");
        });

        Toy.migrator(database, Toy.TABLES, Toy.RESHAPE).run(_ -> {});

        assertThat(
                        Toy.count(
                                database,
                                "pg_constraint where conname = 'shelf_inside_shelf' and not convalidated"))
                .isEqualTo(1);
    }

    @Test
    void namesWhatOthersOwnAndChangesNothing() {
        var name = settings.url().replaceAll(".*/", "");
        database.run(tx -> {
            tx.execute("drop role if exists keeper_of_%s".formatted(name));
            tx.execute("create role keeper_of_%s".formatted(name));
            for (var table : List.of("shelf", "book", "loan")) {
                tx.execute("alter table %s owner to keeper_of_%s".formatted(table, name));
            }
            tx.execute("grant all on kingfisher_migration, kingfisher_migration_step to public");
            tx.execute("grant all on schema public to public");
            tx.execute("create view titles as select id, title from book");
            tx.execute("create table review (book_id integer references book (id))");
        });
        var before = Catalog.of(database);

        try (var keeper =
                Database.open(
                        settings.withUrl(
                                settings.url() + "?options=-c%20role=keeper_of_" + name))) {
            assertThatThrownBy(() -> Toy.migrator(keeper, Toy.TABLES, Toy.RESHAPE).run(_ -> {}))
                    .isInstanceOf(MigrationException.class)
                    .hasMessageContaining("view titles, whose owner is")
                    .hasMessageContaining("review_book_id_fkey");
        }
        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void namesWhatItCannotCarryOverOfViewsAndChangesNothing() {
        database.run(tx -> {
            tx.execute("create view titles as select id, title from book");
            tx.execute("create materialized view kept as select id from titles");
            tx.execute("alter view titles alter column title set default 'none'");
            tx.execute(
                    "create function nothing() returns trigger language plpgsql as 'begin return null; end'");
            tx.execute(
                    "create trigger instead instead of insert on titles for each row execute function nothing()");
            tx.execute(
                    "create function all_titles() returns setof titles language sql as 'select * from titles'");
            tx.execute("alter table shelf alter id drop default");
            tx.execute("alter table shelf alter id add generated by default as identity");
        });
        var before = Catalog.of(database);
        var migrator = Toy.migrator(database, Toy.TABLES, Toy.RESHAPE);

        assertThatThrownBy(() -> migrator.run(_ -> {}))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("the identity of column id");
        database.run(tx -> tx.execute("alter table shelf alter id drop identity"));
        assertThatThrownBy(() -> migrator.run(_ -> {}))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("materialized view kept")
                .hasMessageContaining("default value for column title")
                .hasMessageContaining("trigger instead")
                .hasMessageContaining("function all_titles()");
        database.run(tx ->
                tx.execute("alter table shelf alter id add generated by default as identity"));
        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void namesWhatItCannotCarryOverAndChangesNothing() {
        database.run(tx -> {
            tx.execute("create materialized view titles as select id, title from book");
            tx.execute(
                    "alter table book add column twice integer generated always as (pages * 2) stored");
        });
        var before = Catalog.of(database);

        assertThatThrownBy(() -> Toy.migrator(database, Toy.TABLES, Toy.RESHAPE).run(_ -> {}))
                .isInstanceOf(MigrationException.class)
                .hasMessageContaining("view titles")
                .hasMessageContaining("twice");
        assertThat(Catalog.of(database)).isEqualTo(before);
    }

    @Test
    void losesNothingThatIsWrittenMeanwhile() throws Exception {
        var go = new AtomicBoolean(true);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writers = new ArrayList<java.util.concurrent.Future<Integer>>();
            for (int number = 0; number < 3; number++) {
                int writer = number;
                writers.add(threads.submit(() -> write(go, writer)));
            }
            var reader = threads.submit(() -> read(go));
            Toy.migrator(database, Toy.TABLES, Toy.RESHAPE).run(_ -> {});
            go.set(false);
            int written = 0;
            for (var writer : writers) {
                written += writer.get(20, TimeUnit.SECONDS);
            }
            assertThat(reader.get(20, TimeUnit.SECONDS)).isPositive();
            assertThat(written).isPositive();
            assertThat(Toy.count(database, "book where title like 'written %'")).isEqualTo(written);
        }
        assertThat(Toy.count(database, "book where shelf_label not in ('', 'shelf ' || shelf_id)"))
                .isZero();
        assertThat(Catalog.of(database)).isEqualTo(inTheEnd());
    }

    private int write(AtomicBoolean go, int writer) {
        int written = 0;
        while (go.get()) {
            int number = written;
            database.run(tx -> {
                tx.execute(
                        "insert into book (shelf_id, title) values (?, ?)",
                        1 + number % 20,
                        "written %d %d".formatted(writer, number));
                tx.execute(
                        "update book set pages = ? where id = ?", 1 + number % 9, 1 + number % 500);
            });
            written++;
        }
        return written;
    }

    private int read(AtomicBoolean go) {
        int read = 0;
        while (go.get()) {
            assertThat(Toy.count(database, "book b join shelf s on s.id = b.shelf_id"))
                    .isGreaterThanOrEqualTo(BOOKS);
            read++;
        }
        return read;
    }

    private static boolean repeats(MigrationEvent event) {
        return event instanceof MigrationEvent.Started
                || event instanceof MigrationEvent.StepStarted
                || event instanceof MigrationEvent.Waiting;
    }

    private void assertReshaped() {
        assertThat(Catalog.of(database)).isEqualTo(inTheEnd());
        assertThat(Toy.rows(database)).isEqualTo(rows);
    }

    private static List<String> inTheEnd() {
        try (var fresh = Database.open(TestDatabases.empty())) {
            fresh.run(tx -> {
                try (var statement = tx.connection().createStatement()) {
                    statement.execute(Toy.IN_THE_END);
                }
            });
            return Catalog.of(fresh);
        }
    }

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
