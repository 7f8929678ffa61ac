package org.kingfisherprocess.service.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// CREATE, after that word.
final class CreateForms {
    private CreateForms() {}

    static List<Finding> findings(Reader reader, String text, Set<String> created) {
        reader.take("or", "replace");
        boolean unique = reader.take("unique");
        if (reader.take("index")) {
            return List.of(index(reader, text, unique, created));
        }
        if (reader.take("table") || reader.take("unlogged", "table")) {
            return table(reader, text, created);
        }
        if (reader.take("trigger")) {
            return List.of(trigger(reader, text, created));
        }
        if (reader.next("materialized", "view")) {
            return List.of(
                    Finding.dangerous(
                            text,
                            "",
                            LockMode.ACCESS_SHARE,
                            Cost.SCAN,
                            Danger.SCAN,
                            "create it `with no data`, and fill it outside the migration"));
        }
        if (isHarmless(reader)) {
            return List.of(Finding.harmless(text, "", LockMode.NONE, Cost.CATALOGUE));
        }
        return List.of(OtherForms.opaque(text));
    }

    private static boolean isHarmless(Reader reader) {
        for (var kind :
                new String[] {
                    "view",
                    "function",
                    "procedure",
                    "sequence",
                    "schema",
                    "role",
                    "type",
                    "domain",
                    "extension",
                    "statistics",
                    "aggregate",
                    "cast"
                }) {
            if (reader.next(kind)) {
                return true;
            }
        }
        return false;
    }

    private static Finding index(Reader reader, String text, boolean unique, Set<String> created) {
        boolean concurrently = reader.take("concurrently");
        reader.take("if", "not", "exists");
        var name = reader.next("on") ? "" : reader.name();
        reader.take("on");
        reader.take("only");
        var table = reader.name();
        if (created.contains(table)) {
            return Finding.harmless(text, table, LockMode.SHARE, Cost.CATALOGUE);
        }
        if (concurrently) {
            return Finding.harmless(text, table, LockMode.SHARE_UPDATE_EXCLUSIVE, Cost.SCAN);
        }
        return Finding.dangerous(
                text,
                table,
                LockMode.SHARE,
                Cost.SCAN,
                Danger.SCAN,
                "nobody can write to %s while it is built; write: ConcurrentIndex.%s(\"%s\", \"%s\", \"(…)\")"
                        .formatted(table, unique ? "uniqueOn" : "on", table, name));
    }

    private static List<Finding> table(Reader reader, String text, Set<String> created) {
        reader.take("if", "not", "exists");
        var table = reader.name();
        created.add(table);
        if (reader.containsOutside("as")) {
            return List.of(
                    Finding.dangerous(
                            text,
                            table,
                            LockMode.ACCESS_EXCLUSIVE,
                            Cost.SCAN,
                            Danger.MANY_ROWS,
                            "create the table empty, then fill it with a Backfill"));
        }
        if (reader.next("partition", "of") || reader.containsOutside("inherits")) {
            return List.of(OtherForms.opaque(text));
        }
        var findings = new ArrayList<Finding>();
        findings.add(Finding.harmless(text, table, LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE));
        reader.namesAfter("references").stream()
                .distinct()
                .filter(other -> !created.contains(other))
                .map(other ->
                        Finding.harmless(text, other, LockMode.SHARE_ROW_EXCLUSIVE, Cost.CATALOGUE))
                .forEach(findings::add);
        return findings;
    }

    private static Finding trigger(Reader reader, String text, Set<String> created) {
        reader.skipTo("on");
        var table = reader.name();
        return Finding.harmless(
                text,
                table,
                created.contains(table) ? LockMode.NONE : LockMode.SHARE_ROW_EXCLUSIVE,
                Cost.CATALOGUE);
    }
}
