package org.kingfisherprocess.service.migrate.lint;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// ALTER TABLE, after those words: each action is a finding of its own.
final class AlterTable {
    /// What the actions have in common.
    record Target(String table, String text) {
        Finding harmless(LockMode lock, Cost cost) {
            return Finding.harmless(text, table, lock, cost);
        }

        Finding dangerous(LockMode lock, Cost cost, Danger danger, String safer) {
            return Finding.dangerous(text, table, lock, cost, danger, safer);
        }
    }

    private AlterTable() {}

    static List<Finding> findings(Reader reader, Set<String> created) {
        reader.take("if", "exists");
        reader.take("only");
        var table = reader.name();
        var findings = new ArrayList<Finding>();
        for (var action : Tokens.parts(reader.rest())) {
            var target =
                    new Target(table, "alter table %s %s".formatted(table, Tokens.text(action)));
            findings.add(
                    created.contains(table)
                            ? target.harmless(LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE)
                            : finding(new Reader(action), target));
            findings.addAll(referenced(new Reader(action), target, created));
        }
        return findings;
    }

    /// A foreign key puts triggers on the table that it leads to as well.
    private static List<Finding> referenced(Reader action, Target target, Set<String> created) {
        return action.namesAfter("references").stream()
                .distinct()
                .filter(other -> !other.equals(target.table()) && !created.contains(other))
                .map(other ->
                        Finding.harmless(
                                target.text(), other, LockMode.SHARE_ROW_EXCLUSIVE, Cost.CATALOGUE))
                .toList();
    }

    private static Finding finding(Reader action, Target target) {
        if (action.take("add")) {
            return AddActions.finding(action, target);
        }
        if (action.next("alter", "constraint") || action.next("rename", "constraint")) {
            return target.harmless(LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE);
        }
        if (action.take("alter")) {
            action.take("column");
            return column(action.name(), action, target);
        }
        if (action.take("drop", "constraint")) {
            return target.harmless(LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE);
        }
        if (action.take("drop")) {
            action.take("column");
            action.take("if", "exists");
            return target.dangerous(
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.CATALOGUE,
                    Danger.BREAKS_OLD_CODE,
                    "write it as a step of CONTRACT: contract(\"…\", new DropColumn(\"%s\", \"%s\"))"
                            .formatted(target.table(), action.name()));
        }
        if (action.take("rename")) {
            return target.dangerous(
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.CATALOGUE,
                    Danger.BREAKS_OLD_CODE,
                    "add the new name beside the old (a column kept by a Reshape), move the code, then drop the old in CONTRACT");
        }
        if (action.take("validate", "constraint")) {
            return target.harmless(LockMode.SHARE_UPDATE_EXCLUSIVE, Cost.SCAN);
        }
        return setting(action, target);
    }

    private static Finding setting(Reader action, Target target) {
        if (action.next("set", "(") || action.next("reset", "(")) {
            return target.harmless(LockMode.SHARE_UPDATE_EXCLUSIVE, Cost.CATALOGUE);
        }
        if (action.next("set", "tablespace")
                || action.next("set", "logged")
                || action.next("set", "unlogged")
                || action.next("set", "access")) {
            return target.dangerous(
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.REWRITE,
                    Danger.REWRITE,
                    "nobody can read %s meanwhile; make a new table, fill it with a Backfill, move the code"
                            .formatted(target.table()));
        }
        if (action.next("owner")
                || action.next("replica")
                || action.next("set", "schema")
                || action.next("enable")
                || action.next("disable")) {
            return target.harmless(LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE);
        }
        return OtherForms.opaque(target.text());
    }

    private static Finding column(String column, Reader action, Target target) {
        if (action.take("type") || action.take("set", "data", "type")) {
            return target.dangerous(
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.REWRITE,
                    Danger.REWRITE,
                    "nobody can read %1$s meanwhile; write: Reshape.of(TableReshape.of(\"%1$s\", \"id\").retype(\"%2$s\", \"…\", \"{row}.%2$s\"))"
                            .formatted(target.table(), column));
        }
        if (action.take("set", "not", "null")) {
            return target.dangerous(
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.SCAN,
                    Danger.SCAN,
                    "nobody can read %1$s while it is looked through; write: new NotNull(\"%1$s\", \"%2$s\")"
                            .formatted(target.table(), column));
        }
        if (action.next("set", "statistics")) {
            return target.harmless(LockMode.SHARE_UPDATE_EXCLUSIVE, Cost.CATALOGUE);
        }
        if (action.next("set", "(") || action.next("reset", "(")) {
            return target.harmless(LockMode.SHARE_UPDATE_EXCLUSIVE, Cost.CATALOGUE);
        }
        if (action.next("set", "default")
                || action.next("drop", "default")
                || action.next("drop", "not", "null")
                || action.next("set", "storage")
                || action.next("set", "compression")
                || action.next("drop", "identity")
                || action.next("drop", "expression")) {
            return target.harmless(LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE);
        }
        return OtherForms.opaque(target.text());
    }
}
