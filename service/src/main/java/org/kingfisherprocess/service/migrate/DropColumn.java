package org.kingfisherprocess.service.migrate;

import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.migrate.lint.Cost;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.LockMode;

/// A column that no running code uses any more.
public record DropColumn(String table, String column) implements Change {
    String statement() {
        return "alter table %s drop column if exists %s".formatted(table, column);
    }

    @Override
    public String kind() {
        return "drop column";
    }

    @Override
    public String text() {
        return "drop column\n" + statement();
    }

    @Override
    public List<String> tablesWithWork() {
        return List.of();
    }

    @Override
    public boolean isAtOnce() {
        return true;
    }

    @Override
    public List<Finding> findings() {
        return List.of(
                new Finding(
                        statement(),
                        table,
                        LockMode.ACCESS_EXCLUSIVE,
                        Cost.CATALOGUE,
                        Optional.empty(),
                        ""));
    }
}
