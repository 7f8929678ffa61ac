package org.kingfisherprocess.service.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.kingfisherprocess.service.migrate.MigrationStep.breaking;
import static org.kingfisherprocess.service.migrate.MigrationStep.contract;
import static org.kingfisherprocess.service.migrate.MigrationStep.expand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.migrate.lint.Danger;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

/// The examples of docs/migrations.md, run; the page is compared with them.
final class WorkedExamplesTest {
    private static final Path PAGE = Path.of("..", "docs", "migrations.md");
    private static final Path THIS =
            Path.of("src/test/java/org/kingfisherprocess/service/migrate/WorkedExamplesTest.java");

    private static final List<MigrationStep> EXAMPLES =
            List.of(
                    expand("author", Statement.of("alter table book add column author text")),
                    expand(
                            "index of authors",
                            ConcurrentIndex.on("book", "book_author_idx", "(author)")),
                    expand(
                            "authors of old books",
                            Backfill.update("book", "id", "author = 'unknown'", "author is null")),
                    expand("every book has an author", new NotNull("book", "author")),
                    expand(
                            "books have pages",
                            new AddConstraint("book", "book_has_some_pages", "check (pages >= 1)")),
                    expand(
                            "one book of a title and author",
                            new UniqueConstraint("book", "unique_book", "title, author, id")),
                    expand(
                            "bigint keys",
                            Reshape.of(
                                    TableReshape.of("shelf", "id").widen("id", "inside"),
                                    TableReshape.of("book", "id").widen("id", "shelf_id"),
                                    TableReshape.of("loan", "book_id").widen("book_id"))),
                    contract("without pages", new DropColumn("book", "pages")),
                    contract("without loans", new DropTable("loan")),
                    breaking(
                                    "title is called name",
                                    Statement.of("alter table book rename column title to name"))
                            .quiet(Duration.ofSeconds(30)),
                    expand(
                            "settings",
                            Statement.of("do $$ begin perform set_config('a.b', 'c', true); end $$")
                                    .declaring(Danger.OPAQUE, "sets a variable of the session")));

    @Test
    void run() {
        try (var database = Database.open(TestDatabases.empty())) {
            Toy.migrator(database, Toy.TABLES).run(_ -> {});
            database.run(tx -> Toy.fill(tx, 500));
            database.run(tx -> tx.execute("update book set pages = 1 where pages is null"));
            var steps = new java.util.ArrayList<Migration>();
            steps.add(Toy.TABLES);
            for (var example : EXAMPLES) {
                steps.add(Migration.of(steps.size() + 1, example.name(), example));
            }
            assertThat(steps).flatMap(Undeclared::in).isEmpty();

            Toy.migrator(database, steps.toArray(Migration[]::new)).run(_ -> {});

            assertThat(Toy.count(database, "book where author = 'unknown'")).isEqualTo(500);
        }
    }

    @Test
    void areThoseOfThePage() throws IOException {
        var here = squeezed(Files.readString(THIS));
        var blocks =
                Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map((MatchResult block) -> squeezed(block.group(1)))
                        .toList();

        assertThat(blocks).hasSizeGreaterThanOrEqualTo(9);
        assertThat(blocks).allSatisfy(block -> assertThat(here).contains(block));
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
