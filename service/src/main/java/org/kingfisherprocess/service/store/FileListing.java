package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Row;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Lists the files of a collection by name, with what was wrong with them and their items. Pages
/// begin after or before a name, so that the last page of a million files costs what the first one
/// does. Thread-safe.
public final class FileListing {
    /// Items of a file that are counted and looked at for problems.
    static final int MOST_ITEMS = 10_000;

    /// Problems that are shown of a file, of an item, and items with problems of a file.
    static final int MOST_PROBLEMS = 100;

    /// Characters that are shown of a problem.
    static final int MOST_CHARACTERS = 2_000;

    private static final String COLLECTION =
            "select source_id, data_version from collection where id = ?";

    private static final String COLUMNS =
            "select id, filename, url,"
                    + texts("errors")
                    + ","
                    + texts("warnings")
                    + "from collection_file where collection_id = ?";

    private static final String AFTER = COLUMNS + " and filename > ? order by filename limit ?";

    private static final String BEFORE =
            COLUMNS + " and filename < ? order by filename desc limit ?";

    private static final String ITEM_COUNTS =
            """
            select file.id,
                (select count(*) from (
                    select from collection_file_item i where i.collection_file_id = file.id limit ?) i) as items
            from unnest(?::bigint[]) as file (id)
            """;

    private static final String ITEM_PROBLEMS =
            "select file.id, item.number,"
                    + texts("errors")
                    + ","
                    + texts("warnings")
                    + """
                    from unnest(?::bigint[]) as file (id), lateral (
                        select number, errors, warnings from (
                            select number, errors, warnings from collection_file_item i
                            where i.collection_file_id = file.id
                            order by number limit ?) looked_at
                        where errors is not null or warnings is not null
                        order by number limit ?) item
                    order by file.id, item.number
                    """;

    private final Reading reading;

    public FileListing(Database database, ReadLimits limits) {
        this.reading = new Reading(database, limits);
    }

    /// Where a page begins: after a name, or before it. The first page is after the empty name,
    /// which no file has.
    public record Start(String name, boolean backwards) {
        public static final Start FIRST = new Start("", false);
    }

    /// Some files, by name.
    ///
    /// @param earlier whether there are files before these
    /// @param later whether there are files after these
    public record Page(String source, List<ListedFile> files, boolean earlier, boolean later) {
        public Page {
            files = List.copyOf(files);
        }
    }

    /// A file, and what was wrong with it.
    ///
    /// @param items how many items it has
    /// @param problems of items: of the first 10,000 alone
    public record ListedFile(
            long id,
            String name,
            String url,
            List<String> errors,
            List<String> warnings,
            Amount items,
            List<ItemProblems> problems) {
        public ListedFile {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
            problems = List.copyOf(problems);
        }
    }

    /// What was wrong with an item.
    ///
    /// @param number of the item in its file, from 0
    public record ItemProblems(int number, List<String> errors, List<String> warnings) {
        public ItemProblems {
            errors = List.copyOf(errors);
            warnings = List.copyOf(warnings);
        }
    }

    /// Empty where there is no such collection.
    public Optional<Page> page(long collectionId, Start start, int size) {
        return reading.read(tx -> {
            var source = tx.queryOne(COLLECTION, row -> row.text("source_id"), collectionId);
            return source.isEmpty()
                    ? Optional.empty()
                    : Optional.of(page(tx, source.get(), collectionId, start, size));
        });
    }

    private static Page page(Tx tx, String source, long collectionId, Start start, int size)
            throws SQLException {
        var files =
                new ArrayList<>(
                        tx.query(
                                start.backwards() ? BEFORE : AFTER,
                                FileListing::file,
                                collectionId,
                                start.name(),
                                size + 1));
        boolean more = files.size() > size;
        if (more) {
            files.removeLast();
        }
        if (start.backwards()) {
            Collections.reverse(files);
        }
        boolean notFirst = !start.name().isEmpty();
        return new Page(
                source,
                withItems(tx, files),
                start.backwards() ? more : notFirst,
                start.backwards() || more);
    }

    private static List<ListedFile> withItems(Tx tx, List<ListedFile> files) throws SQLException {
        var ids = SqlArray.bigint(files.stream().map(ListedFile::id).toList());
        Map<Long, Long> counts =
                tx
                        .query(
                                ITEM_COUNTS,
                                row -> Map.entry(row.longValue("id"), row.longValue("items")),
                                MOST_ITEMS + 1,
                                ids)
                        .stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Map<Long, List<ItemProblems>> problems =
                tx
                        .query(
                                ITEM_PROBLEMS,
                                row -> Map.entry(row.longValue("id"), problems(row)),
                                ids,
                                MOST_ITEMS,
                                MOST_PROBLEMS)
                        .stream()
                        .collect(
                                Collectors.groupingBy(
                                        Map.Entry::getKey,
                                        Collectors.mapping(
                                                Map.Entry::getValue, Collectors.toList())));
        return files.stream()
                .map(file ->
                        new ListedFile(
                                file.id(),
                                file.name(),
                                file.url(),
                                file.errors(),
                                file.warnings(),
                                Amount.counted(counts.getOrDefault(file.id(), 0L), MOST_ITEMS),
                                problems.getOrDefault(file.id(), List.of())))
                .toList();
    }

    private static ListedFile file(Row row) throws SQLException {
        return new ListedFile(
                row.longValue("id"),
                row.text("filename"),
                row.text("url"),
                row.texts("errors"),
                row.texts("warnings"),
                Amount.exactly(0),
                List.of());
    }

    private static ItemProblems problems(Row row) throws SQLException {
        return new ItemProblems(row.intValue("number"), row.texts("errors"), row.texts("warnings"));
    }

    /// A column of a JSON column's texts: of an array its elements, of anything else itself.
    private static String texts(String column) {
        return """
        array(
            select left(coalesce(e #>> '{}', 'null'), %d)
            from jsonb_array_elements(
                case jsonb_typeof(%s) when 'array' then %s else jsonb_build_array(%s) end) as e
            where jsonb_typeof(%s) <> 'null'
            limit %d
        ) as %s
        """
                .formatted(MOST_CHARACTERS, column, column, column, column, MOST_PROBLEMS, column);
    }
}
