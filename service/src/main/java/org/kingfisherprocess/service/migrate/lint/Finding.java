package org.kingfisherprocess.service.migrate.lint;

import java.util.Optional;

/// What one statement (or one action of an ALTER TABLE) does to one table. `table` is empty where
/// it has none. `danger` says why it would hurt, `safer` how to write it instead.
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
        var locked =
                lock == LockMode.NONE || table.isEmpty()
                        ? "locks no table"
                        : "%s on %s".formatted(lock.words(), table);
        return "%s: %s%s%s"
                .formatted(
                        statement,
                        locked,
                        touched,
                        danger.map(danger -> " [%s] %s".formatted(danger, safer)).orElse(""));
    }
}
