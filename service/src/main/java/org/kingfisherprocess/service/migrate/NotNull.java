package org.kingfisherprocess.service.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.migrate.lint.Cost;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.LockMode;

/// A column that no longer may be null. Proved first by a check constraint, which keeps nobody from
/// writing; PostgreSQL then believes it and does not look again.
public record NotNull(String table, String column) implements Change {
    AddConstraint proof() {
        return new AddConstraint(
                table, column + "_is_present", "check (%s is not null)".formatted(column));
    }

    String statement() {
        return "alter table %s alter column %s set not null".formatted(table, column);
    }

    @Override
    public String kind() {
        return "not null";
    }

    @Override
    public String text() {
        return "not null\n" + statement();
    }

    @Override
    public List<String> tablesWithWork() {
        return List.of(table);
    }

    /// Setting it would read the whole table, were it not proved before.
    @Override
    public List<Finding> findings() {
        var findings = new ArrayList<>(proof().findings());
        findings.add(
                new Finding(
                        statement(),
                        table,
                        LockMode.ACCESS_EXCLUSIVE,
                        Cost.CATALOGUE,
                        Optional.empty(),
                        ""));
        return findings;
    }
}
