package org.kingfisherprocess.service.migrate.lint;

import java.util.Optional;

/// What one statement (or one action of an ALTER TABLE) does to one table. `table` is empty where
/// it locks none, or where the text does not tell which. `danger` says why it would hurt, `safer`
/// how to write it instead.
public record Finding(
        String statement,
        String table,
        LockMode lock,
        Cost cost,
        Optional<Danger> danger,
        String safer) {

    static Finding harmless(String statement, String table, LockMode lock, Cost cost) {
        return new Finding(statement, table, lock, cost, Optional.empty(), "");
    }

    static Finding dangerous(
            String statement, String table, LockMode lock, Cost cost, Danger danger, String safer) {
        return new Finding(statement, table, lock, cost, Optional.of(danger), safer);
    }

    /// Which table it locks, and how, as far as that is known.
    public String locks() {
        if (lock == LockMode.NONE) {
            return "locks no table";
        }
        if (!table.isEmpty()) {
            return "%s on %s".formatted(lock.words(), table);
        }
        return cost == Cost.UNKNOWN
                ? "not known: may lock any table"
                : "%s on a table that is not known".formatted(lock.words());
    }

    /// One line for people.
    public String text() {
        var touched =
                switch (cost) {
                    case CATALOGUE -> "";
                    case ROWS -> ", touches rows";
                    case SCAN -> ", reads the whole table";
                    case REWRITE -> ", rewrites the whole table";
                    case UNKNOWN -> ", unknown cost";
                };
        return "%s: %s%s%s"
                .formatted(
                        statement,
                        locks(),
                        touched,
                        danger.map(danger -> " [%s] %s".formatted(danger, safer)).orElse(""));
    }
}
