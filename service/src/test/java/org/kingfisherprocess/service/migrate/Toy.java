package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;

/// Two toy tables with all that may hang on a column, and the same as they should be in the end.
final class Toy {
    static final MigratorSettings SETTINGS =
            MigratorSettings.by("somebody")
                    .withLockTimeout(Duration.ofMillis(50))
                    .givingUpAfter(Duration.ofSeconds(30))
                    .withThrottle(Throttle.NONE.withBatchesOf(250));

    static final Migration TABLES =
            Migration.script(
                    1,
                    "tables",
                    """
                    create table shelf (
                        id serial primary key,
                        label text not null,
                        made timestamp not null,
                        inside integer constraint shelf_inside_shelf references shelf (id),
                        constraint unique_label unique (label)
                    );
                    create unique index unique_made on shelf (made, label) where label <> '';
                    create table book (
                        id serial primary key,
                        shelf_id integer not null constraint book_on_shelf references shelf (id) on delete cascade,
                        pages integer constraint book_has_pages check (pages > 0),
                        title text not null
                    );
                    create index book_shelf_id_idx on book (shelf_id, title desc);
                    create index book_even_idx on book ((shelf_id % 2)) where id > 5;
                    create table loan (
                        book_id integer primary key
                            constraint a_name_of_sixty_three_letters_which_is_as_long_as_a_name_can_be_ references book (id)
                            deferrable initially deferred
                    );
                    comment on column book.pages is 'counted by hand, isn''t it';
                    """);

    static final Migration RESHAPE =
            Migration.of(
                    2,
                    "wide",
                    MigrationStep.expand(
                            "widen",
                            Reshape.of(
                                    TableReshape.of("shelf", "id")
                                            .widen("id", "inside")
                                            .zone("made"),
                                    TableReshape.of("book", "id")
                                            .widen("id", "shelf_id", "pages")
                                            .fill(
                                                    "shelf_label",
                                                    "text",
                                                    "(select s.label from shelf s where s.id = {row}.shelf_id)",
                                                    "''"),
                                    TableReshape.of("loan", "book_id").widen("book_id"))),
                    MigrationStep.expand(
                            "label index",
                            ConcurrentIndex.on("book", "book_shelf_label_idx", "(shelf_label)")));

    static final String IN_THE_END =
            """
            create table shelf (
                id bigserial primary key,
                label text not null,
                made timestamptz not null,
                inside bigint constraint shelf_inside_shelf references shelf (id),
                constraint unique_label unique (label)
            );
            create unique index unique_made on shelf (made, label) where label <> '';
            create table book (
                id bigserial primary key,
                shelf_id bigint not null constraint book_on_shelf references shelf (id) on delete cascade,
                pages bigint constraint book_has_pages check (pages > 0),
                title text not null,
                shelf_label text not null default ''
            );
            create index book_shelf_id_idx on book (shelf_id, title desc);
            create index book_even_idx on book ((shelf_id % 2)) where id > 5;
            create index book_shelf_label_idx on book (shelf_label);
            create table loan (
                book_id bigint primary key
                    constraint a_name_of_sixty_three_letters_which_is_as_long_as_a_name_can_be_ references book (id)
                    deferrable initially deferred
            );
            comment on column book.pages is 'counted by hand, isn''t it';
            """;

    private static final String SHELVES =
            """
            insert into shelf (label, made, inside)
            select 'shelf ' || n, timestamp '2020-01-01 00:00' + n * interval '1 hour', nullif(n / 2, 0)
            from generate_series(1, ?) as n order by n
            """;

    private static final String BOOKS =
            """
            insert into book (shelf_id, pages, title)
            select 1 + n % 20, nullif(n % 7, 0), 'title ' || n from generate_series(1, ?) as n
            """;

    private Toy() {}

    static Migrator migrator(Database database, Migration... migrations) {
        return new Migrator(database, List.of(migrations), SETTINGS);
    }

    static void fill(Tx tx, int books) throws SQLException {
        tx.execute(SHELVES, 20);
        tx.execute(BOOKS, books);
        tx.execute("insert into loan select id from book where id % 10 = 0");
    }

    /// The history that the older engine wrote of the tables.
    static void asOfTheOlderEngine(Tx tx) throws SQLException {
        tx.execute(
                """
                create table kingfisher_migration (version integer primary key, name text not null,
                    checksum text not null, started_at timestamptz not null, finished_at timestamptz not null,
                    who text not null)
                """);
        tx.execute(
                "insert into kingfisher_migration values (1, 'tables', ?, now(), now(), 'somebody else')",
                TABLES.checksum());
    }

    /// What the rows hold, however the columns are typed and ordered.
    static List<String> rows(Database database) {
        return database.transaction(tx -> {
            tx.execute("set local time zone 'UTC'");
            return tx.query(
                    """
                    select 'shelf ' || count(*) || ' ' || sum(id) || ' ' || sum(inside) || ' '
                        || md5(string_agg(label || to_char(made, 'YYYY-MM-DD HH24:MI:SS'), ',' order by id)) as line from shelf
                    union all
                    select 'book ' || count(*) || ' ' || sum(id) || ' ' || sum(shelf_id) || ' ' || sum(pages) || ' '
                        || md5(string_agg(title, ',' order by id)) from book
                    union all
                    select 'loan ' || count(*) || ' ' || sum(book_id) from loan
                    """,
                    row -> row.text("line"));
        });
    }

    static long count(Database database, String question) {
        return database.transaction(tx ->
                tx.queryOne("select count(*) as n from " + question, row -> row.longValue("n"))
                        .orElseThrow());
    }
}
