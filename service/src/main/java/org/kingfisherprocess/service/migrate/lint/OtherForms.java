package org.kingfisherprocess.service.migrate.lint;

import java.util.Set;

/// All statements but CREATE and ALTER TABLE.
final class OtherForms {
    private static final String MINIMAL =
            "say what it locks and why that is harmless, with Statement.declaring(Danger.OPAQUE, …)";

    private OtherForms() {}

    static Finding opaque(String text) {
        return Finding.dangerous(
                text, "", LockMode.ACCESS_EXCLUSIVE, Cost.UNKNOWN, Danger.OPAQUE, MINIMAL);
    }

    static Finding finding(Reader reader, String text, Set<String> created) {
        if (reader.take("drop")) {
            return drop(reader, text);
        }
        if (reader.take("update") || reader.take("delete", "from")) {
            reader.take("only");
            return changed(reader.name(), text, created);
        }
        if (reader.take("insert", "into")) {
            var table = reader.name();
            return reader.contains("select")
                    ? changed(table, text, created)
                    : Finding.harmless(text, table, LockMode.ROW_EXCLUSIVE, Cost.ROWS);
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
                    "",
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.REWRITE,
                    Danger.REWRITE,
                    "leave it out: autovacuum makes the room usable again");
        }
        if ((reader.next("reindex") || reader.next("refresh"))
                && !reader.contains("concurrently")) {
            return Finding.dangerous(
                    text,
                    "",
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.SCAN,
                    Danger.SCAN,
                    "add `concurrently`");
        }
        for (var word : new String[] {"grant", "revoke", "comment", "analyze", "select", "set"}) {
            if (reader.next(word)) {
                return Finding.harmless(text, "", LockMode.NONE, Cost.CATALOGUE);
            }
        }
        if (reader.next("alter", "default", "privileges")) {
            return Finding.harmless(text, "", LockMode.NONE, Cost.CATALOGUE);
        }
        return opaque(text);
    }

    private static Finding drop(Reader reader, String text) {
        if (reader.take("index")) {
            return Finding.harmless(
                    text,
                    "",
                    reader.next("concurrently")
                            ? LockMode.SHARE_UPDATE_EXCLUSIVE
                            : LockMode.ACCESS_EXCLUSIVE,
                    Cost.CATALOGUE);
        }
        if (reader.take("trigger")) {
            reader.skipTo("on");
            return Finding.harmless(text, reader.name(), LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE);
        }
        if (reader.take("function") || reader.take("procedure")) {
            return Finding.harmless(text, "", LockMode.NONE, Cost.CATALOGUE);
        }
        if (reader.take("table") || reader.take("view") || reader.take("sequence")) {
            reader.take("if", "exists");
            var table = reader.name();
            return Finding.dangerous(
                    text,
                    table,
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.CATALOGUE,
                    Danger.BREAKS_OLD_CODE,
                    "write it as a step of CONTRACT: contract(\"…\", new DropTable(\"%s\"))"
                            .formatted(table));
        }
        return opaque(text);
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
