package org.kingfisherprocess.service.migrate;

import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.migrate.lint.Cost;
import org.kingfisherprocess.service.migrate.lint.Danger;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.Linter;

/// A change to many rows, by ranges of a key, each range in a short transaction of its own together
/// with the note of how far it got. `statement` is run once for each range and says which with
/// `:after` (exclusive) and `:until` (inclusive); run twice for the same range it must do no harm.
public record Backfill(String table, String key, String statement) implements Change {
    public Backfill {
        if (!statement.contains(":after") || !statement.contains(":until")) {
            throw new IllegalArgumentException(
                    "a backfill's statement must be bounded by :after and :until: " + statement);
        }
    }

    /// `update table set assignments`, where a row needs it: `condition` may be `true`.
    public static Backfill update(String table, String key, String assignments, String condition) {
        return new Backfill(
                table,
                key,
                "update %s set %s where %s > :after and %s <= :until and (%s)"
                        .formatted(table, assignments, key, key, condition));
    }

    @Override
    public String kind() {
        return "backfill";
    }

    @Override
    public String text() {
        return "backfill\n%s\n%s\n%s".formatted(table, key, statement);
    }

    @Override
    public List<String> tablesWithWork() {
        return List.of(table);
    }

    @Override
    public List<Finding> findings() {
        return Linter.findings(statement.replace(":after", "0").replace(":until", "0")).stream()
                .map(Backfill::inBatches)
                .toList();
    }

    /// Many rows are what a backfill is made for.
    private static Finding inBatches(Finding finding) {
        return finding.danger().equals(Optional.of(Danger.MANY_ROWS))
                ? new Finding(
                        finding.statement(),
                        finding.table(),
                        finding.lock(),
                        Cost.ROWS,
                        Optional.empty(),
                        "")
                : finding;
    }
}
