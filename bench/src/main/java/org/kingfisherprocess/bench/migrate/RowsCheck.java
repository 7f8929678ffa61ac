package org.kingfisherprocess.bench.migrate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whether the rows of version 1 are all there afterwards, whether what was derived from them is
/// right, and whether the tables have the form of new ones.
final class RowsCheck {
    private static final Map<String, String> TABLES = tables();

    private static final Map<String, String> WRONG =
            Map.of(
                    "release rows of another file than their item",
                    ofAnotherFile("release"),
                    "release rows of another date than their document",
                    ofAnotherDate("release"),
                    "record rows of another file than their item",
                    ofAnotherFile("record"),
                    "compiled_release rows of another file than their item",
                    ofAnotherFile("compiled_release"),
                    "compiled_release rows of another date than their document",
                    ofAnotherDate("compiled_release"),
                    "invalid indexes",
                    "select count(*) from pg_index where not indisvalid or not indisready",
                    "constraints that were not proved",
                    "select count(*) from pg_constraint where not convalidated and connamespace = 'public'::regnamespace");

    private static final String FORM =
            """
            select line from (
                select format('column %s.%s %s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                    case when a.attnotnull then ' not null' else '' end) as line
                from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
                where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
                union all
                select format('constraint on %s: %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
                where connamespace = 'public'::regnamespace and contype <> 'n' and conrelid <> 0
                union all
                select 'index ' || regexp_replace(indexdef, ' INDEX \\S+ ON', ' INDEX ON') from pg_indexes where schemaname = 'public'
            ) as lines
            where line not like '%kingfisher_migration%' and line not like '%alembic_version%' order by 1
            """;

    private static String ofAnotherFile(String table) {
        return "select count(*) from %s r left join collection_file_item i on i.id = r.collection_file_item_id where r.collection_file_id is distinct from i.collection_file_id"
                .formatted(table);
    }

    private static String ofAnotherDate(String table) {
        return "select count(*) from %s r left join data d on d.id = r.data_id where r.release_date is distinct from coalesce(d.data ->> 'date', '')"
                .formatted(table);
    }

    /// The rows before, table by table: how many up to which id, and their checksum.
    record Rows(Map<String, String> sums, Map<String, Long> lastIds) {}

    private RowsCheck() {}

    static Rows read(String url) {
        return ask(
                url,
                connection -> {
                    var ids = new LinkedHashMap<String, Long>();
                    for (var table : TABLES.keySet()) {
                        ids.put(
                                table,
                                number(connection, "select coalesce(max(id), 0) from " + table));
                    }
                    return new Rows(sums(connection, ids), ids);
                });
    }

    /// What is not as it must be.
    static List<String> problems(String url, Rows before, String newOnesUrl) {
        var problems = new ArrayList<String>();
        ask(
                url,
                connection -> {
                    var after = sums(connection, before.lastIds());
                    before.sums()
                            .forEach((table, sum) -> {
                                if (!sum.equals(after.get(table))) {
                                    problems.add(
                                            "rows of %s: %s before, %s now"
                                                    .formatted(table, sum, after.get(table)));
                                }
                            });
                    for (var wrong : WRONG.entrySet()) {
                        long count = number(connection, wrong.getValue());
                        if (count > 0) {
                            problems.add("%,d %s".formatted(count, wrong.getKey()));
                        }
                    }
                    return problems;
                });
        problems.addAll(differences(form(url), form(newOnesUrl)));
        return problems;
    }

    private static List<String> differences(List<String> here, List<String> there) {
        var differences = new ArrayList<String>();
        here.stream()
                .filter(line -> !there.contains(line))
                .forEach(line -> differences.add("only here: " + line));
        there.stream()
                .filter(line -> !here.contains(line))
                .forEach(line -> differences.add("missing: " + line));
        return differences;
    }

    private static List<String> form(String url) {
        return ask(
                url,
                connection -> {
                    var lines = new ArrayList<String>();
                    try (var statement = connection.createStatement();
                            var rows = statement.executeQuery(FORM)) {
                        while (rows.next()) {
                            lines.add(rows.getString(1));
                        }
                    }
                    return lines;
                });
    }

    private static Map<String, String> sums(Connection connection, Map<String, Long> upTo)
            throws SQLException {
        var sums = new LinkedHashMap<String, String>();
        for (var table : TABLES.entrySet()) {
            var query =
                    "select count(*) || ' rows, checksum ' || coalesce(sum(hashtextextended(concat_ws('|', %s), 0)), 0) from %s where id <= %d"
                            .formatted(table.getValue(), table.getKey(), upTo.get(table.getKey()));
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(query)) {
                rows.next();
                sums.put(table.getKey(), rows.getString(1));
            }
        }
        return sums;
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /// The columns of version 1. Its times are UTC without saying so: the sessions here are in UTC,
    /// so that both forms give the same moment.
    private static Map<String, String> tables() {
        var tables = new LinkedHashMap<String, String>();
        tables.put(
                "collection",
                "id, source_id, data_version::timestamptz, store_start_at::timestamptz, store_end_at::timestamptz, sample,"
                        + " transform_type, transform_from_collection_id, deleted_at::timestamptz");
        tables.put("collection_note", "id, collection_id, note, stored_at::timestamptz");
        tables.put("collection_file", "id, collection_id, filename, url, errors, warnings");
        tables.put("collection_file_item", "id, collection_file_id, number, errors, warnings");
        tables.put("data", "id, hash_md5, data");
        tables.put("package_data", "id, hash_md5, data");
        tables.put(
                "release",
                "id, collection_file_item_id, release_id, ocid, data_id, package_data_id, collection_id");
        tables.put(
                "record",
                "id, collection_file_item_id, ocid, data_id, package_data_id, collection_id");
        tables.put("compiled_release", "id, collection_file_item_id, ocid, data_id, collection_id");
        tables.put("release_check", "id, release_id, override_schema_version, cove_output");
        tables.put("release_check_error", "id, release_id, override_schema_version, error");
        tables.put("record_check", "id, record_id, override_schema_version, cove_output");
        tables.put("record_check_error", "id, record_id, override_schema_version, error");
        return tables;
    }

    private interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    private static <T> T ask(String url, Question<T> question) {
        try (var connection = DriverManager.getConnection(url + "&options=-c%20TimeZone=UTC")) {
            return question.ask(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot check the rows: " + e.getMessage(), e);
        }
    }
}
