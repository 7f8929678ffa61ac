package org.kingfisherprocess.service.migrate;

import java.util.List;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.Linter;

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

    @Override
    public List<Finding> findings() {
        return Linter.findings(
                "%s;\n%s;\n%s;\nalter table %s drop constraint %s"
                        .formatted(
                                proof().addition(),
                                proof().validation(),
                                statement(),
                                table,
                                proof().name()));
    }
}
