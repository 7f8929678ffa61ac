package org.kingfisherprocess.service.migrate.lint;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// All statements but CREATE and ALTER TABLE.
final class OtherForms {
    private static final String MINIMAL =
            "say what it locks and why that is harmless, with Statement.declaring(Danger.OPAQUE, …)";

    /// Words of the language, and functions that only compute or read.
    private static final Set<String> HARMLESS_BEFORE_PARENTHESES =
            words(
                    """
                    and any all array as by case cast conflict distinct else exists extract filter from in
                    join materialized not numeric on or over row select some then union using values varchar
                    when where with array_agg avg coalesce count format generate_series greatest jsonb_agg jsonb_build_object
                    least length lower max min now nullif row_number set_config setval string_agg sum
                    to_regclass upper
                    """);

    /// Words behind `update` that name no table.
    private static final Set<String> NO_TABLES = words("set of skip nowait");

    private OtherForms() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+", -1));
    }

    static Finding opaque(String text) {
        return Finding.dangerous(
                text, "", LockMode.ACCESS_EXCLUSIVE, Cost.UNKNOWN, Danger.OPAQUE, MINIMAL);
    }

    static List<Finding> findings(Reader reader, String text, Set<String> created) {
        if (reader.take("drop")) {
            return drop(reader, text);
        }
        if (reader.take("with")) {
            return parts(reader, text, created);
        }
        return List.of(finding(reader, text, created));
    }

    private static Finding finding(Reader reader, String text, Set<String> created) {
        if (reader.take("update") || reader.take("delete", "from")) {
            reader.take("only");
            return changed(reader.name(), text, created);
        }
        if (reader.take("insert", "into")) {
            var table = reader.name();
            return isOfValues(reader)
                    ? Finding.harmless(text, table, LockMode.ROW_EXCLUSIVE, Cost.ROWS)
                    : changed(table, text, created);
        }
        if (reader.take("select")) {
            return select(reader, text);
        }
        if (reader.take("alter", "sequence")) {
            return Finding.harmless(
                    text, reader.name(), LockMode.SHARE_ROW_EXCLUSIVE, Cost.CATALOGUE);
        }
        if (reader.take("alter", "index")) {
            return Finding.harmless(text, "", LockMode.NONE, Cost.CATALOGUE);
        }
        return heavyOrHarmless(reader, text);
    }

    /// Statements within a statement, each of which changes a table of its own.
    private static List<Finding> parts(Reader reader, String text, Set<String> created) {
        reader.take("recursive");
        reader.name();
        reader.takeParentheses();
        var tables = new TreeSet<String>();
        for (var words : new String[][] {{"insert", "into"}, {"delete", "from"}, {"update"}}) {
            reader.namesAfter(words).stream()
                    .filter(name -> !name.isEmpty() && !NO_TABLES.contains(name))
                    .forEach(tables::add);
        }
        if (callsUnknown(reader) || tables.isEmpty()) {
            return List.of(tables.isEmpty() ? select(reader, text) : opaque(text));
        }
        return tables.stream().map(table -> changed(table, text, created)).toList();
    }

    private static boolean isOfValues(Reader reader) {
        if (reader.take("as")) {
            reader.name();
        }
        reader.takeParentheses();
        return !reader.contains("select")
                && (reader.next("values")
                        || reader.next("default", "values")
                        || reader.next("overriding"));
    }

    private static Finding select(Reader reader, String text) {
        return reader.contains("into") || callsUnknown(reader)
                ? opaque(text)
                : Finding.harmless(text, "", LockMode.NONE, Cost.CATALOGUE);
    }

    /// Whether it calls a function that may do anything.
    private static boolean callsUnknown(Reader reader) {
        var tokens = reader.rest();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            boolean columns = i > 0 && tokens.get(i - 1).is("into");
            if (!columns
                    && tokens.get(i).isName()
                    && tokens.get(i + 1).is("(")
                    && !HARMLESS_BEFORE_PARENTHESES.contains(tokens.get(i).text())) {
                return true;
            }
        }
        return false;
    }

    private static Finding heavyOrHarmless(Reader reader, String text) {
        if (reader.take("lock")) {
            reader.take("table");
            return Finding.dangerous(
                    text,
                    reader.name(),
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.CATALOGUE,
                    Danger.LONG_LOCK,
                    "leave it out: each kind of change takes the locks that it needs");
        }
        if (reader.take("truncate")) {
            reader.take("table");
            return Finding.dangerous(
                    text,
                    reader.name(),
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.CATALOGUE,
                    Danger.BREAKS_OLD_CODE,
                    "delete with a Backfill, or drop the table in CONTRACT");
        }
        if ((reader.next("vacuum") && reader.contains("full")) || reader.next("cluster")) {
            return Finding.dangerous(
                    text,
                    rewritten(reader),
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.REWRITE,
                    Danger.REWRITE,
                    "leave it out: autovacuum makes the room usable again");
        }
        if ((reader.next("reindex") || reader.next("refresh"))
                && !reader.contains("concurrently")) {
            return Finding.dangerous(
                    text,
                    reader.take("reindex", "table")
                                    || reader.take("refresh", "materialized", "view")
                            ? reader.name()
                            : "",
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.SCAN,
                    Danger.SCAN,
                    "add `concurrently`");
        }
        for (var word : new String[] {"grant", "revoke", "comment", "analyze", "set"}) {
            if (reader.next(word)) {
                return Finding.harmless(text, "", LockMode.NONE, Cost.CATALOGUE);
            }
        }
        if (reader.next("alter", "default", "privileges")) {
            return Finding.harmless(text, "", LockMode.NONE, Cost.CATALOGUE);
        }
        return opaque(text);
    }

    /// The table that a `vacuum full` or `cluster` writes anew; empty where it is all of them.
    private static String rewritten(Reader reader) {
        if (reader.take("vacuum")) {
            reader.takeParentheses();
            while (reader.take("full")
                    || reader.take("freeze")
                    || reader.take("verbose")
                    || reader.take("analyze")) {}
            return reader.name();
        }
        reader.take("cluster");
        reader.takeParentheses();
        reader.take("verbose");
        return reader.name();
    }

    private static List<Finding> drop(Reader reader, String text) {
        if (reader.take("index")) {
            return List.of(
                    Finding.harmless(
                            text,
                            "",
                            reader.next("concurrently")
                                    ? LockMode.SHARE_UPDATE_EXCLUSIVE
                                    : LockMode.ACCESS_EXCLUSIVE,
                            Cost.CATALOGUE));
        }
        if (reader.take("trigger")) {
            reader.skipTo("on");
            return List.of(
                    Finding.harmless(
                            text, reader.name(), LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE));
        }
        if (reader.take("function") || reader.take("procedure")) {
            return List.of(Finding.harmless(text, "", LockMode.NONE, Cost.CATALOGUE));
        }
        if (reader.take("table") || reader.take("view") || reader.take("sequence")) {
            reader.take("if", "exists");
            return reader.names().stream()
                    .map(table ->
                            Finding.dangerous(
                                    text,
                                    table,
                                    LockMode.ACCESS_EXCLUSIVE,
                                    Cost.CATALOGUE,
                                    Danger.BREAKS_OLD_CODE,
                                    "write it as a step of CONTRACT: contract(\"…\", new DropTable(\"%s\"))"
                                            .formatted(table)))
                    .toList();
        }
        return List.of(opaque(text));
    }

    private static Finding changed(String table, String text, Set<String> created) {
        return created.contains(table)
                ? Finding.harmless(text, table, LockMode.ROW_EXCLUSIVE, Cost.ROWS)
                : Finding.dangerous(
                        text,
                        table,
                        LockMode.ROW_EXCLUSIVE,
                        Cost.SCAN,
                        Danger.MANY_ROWS,
                        "its rows stay locked until all are done; write: Backfill.update(\"%s\", \"id\", \"…\", \"…\")"
                                .formatted(table));
    }
}
