package org.kingfisherprocess.service.migrate.lint;

import java.util.Set;

/// ALTER TABLE … ADD, after that word.
final class AddActions {
    /// The functions of a default that PostgreSQL computes once for all rows that there are.
    private static final Set<String> STABLE =
            Set.of("now", "current_timestamp", "statement_timestamp", "transaction_timestamp");

    private static final Set<String> CONSTRAINTS =
            Set.of("constraint", "check", "foreign", "unique", "primary", "exclude");

    private AddActions() {}

    static Finding finding(Reader action, AlterTable.Target target) {
        if (CONSTRAINTS.stream().anyMatch(action::next)) {
            return constraint(action, target);
        }
        action.take("column");
        action.take("if", "not", "exists");
        return column(action.name(), action, target);
    }

    private static Finding constraint(Reader action, AlterTable.Target target) {
        var name = action.take("constraint") ? action.name() : "…";
        if (action.next("unique") || action.next("primary")) {
            return action.contains("using", "index")
                    ? target.harmless(LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE)
                    : target.dangerous(
                            LockMode.ACCESS_EXCLUSIVE,
                            Cost.SCAN,
                            Danger.SCAN,
                            "nobody can read %1$s while its index is built; write: new UniqueConstraint(\"%1$s\", \"%2$s\", \"…\")"
                                    .formatted(target.table(), name));
        }
        var lock =
                action.next("foreign") ? LockMode.SHARE_ROW_EXCLUSIVE : LockMode.ACCESS_EXCLUSIVE;
        return action.contains("not", "valid")
                ? target.harmless(lock, Cost.CATALOGUE)
                : target.dangerous(
                        lock,
                        Cost.SCAN,
                        Danger.SCAN,
                        "every row is looked at under the lock; write: new AddConstraint(\"%s\", \"%s\", \"…\")"
                                .formatted(target.table(), name));
    }

    private static Finding column(String column, Reader action, AlterTable.Target target) {
        if (action.contains("unique") || action.contains("primary", "key")) {
            return target.dangerous(
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.SCAN,
                    Danger.SCAN,
                    "add the column alone, then: new UniqueConstraint(\"%s\", \"…\", \"%s\")"
                            .formatted(target.table(), column));
        }
        if (action.contains("references") || action.contains("check")) {
            return target.dangerous(
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.SCAN,
                    Danger.SCAN,
                    "add the column alone, then: new AddConstraint(\"%s\", \"…\", \"…\")"
                            .formatted(target.table()));
        }
        if (computesEachRow(action)) {
            return target.dangerous(
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.REWRITE,
                    Danger.REWRITE,
                    "every row gets its own value; add the column without it, then a Backfill of %s"
                            .formatted(target.table()));
        }
        if (action.contains("not", "null") && !action.contains("default")) {
            return target.dangerous(
                    LockMode.ACCESS_EXCLUSIVE,
                    Cost.SCAN,
                    Danger.NEEDS_EMPTY_TABLE,
                    "give it a constant default, or fill it with a Backfill and then: new NotNull(\"%s\", \"%s\")"
                            .formatted(target.table(), column));
        }
        return target.harmless(LockMode.ACCESS_EXCLUSIVE, Cost.CATALOGUE);
    }

    /// A default that is not the same for all rows, or a generated or numbered column.
    private static boolean computesEachRow(Reader action) {
        if (action.contains("generated")
                || action.contains("serial")
                || action.contains("bigserial")
                || action.contains("smallserial")) {
            return true;
        }
        var tokens = action.rest();
        int start = -1;
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is("default")) {
                start = i;
            }
            if (start >= 0
                    && i > start
                    && tokens.get(i).isName()
                    && tokens.get(i + 1).is("(")
                    && !STABLE.contains(tokens.get(i).text())) {
                return true;
            }
        }
        return false;
    }
}
