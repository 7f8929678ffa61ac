package org.kingfisherprocess.service.migrate;

import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.migrate.lint.Cost;
import org.kingfisherprocess.service.migrate.lint.Finding;
import org.kingfisherprocess.service.migrate.lint.LockMode;

/// A table that no running code uses any more.
public record DropTable(String table) implements Change {
    String statement() {
        return "drop table if exists " + table;
    }

    @Override
    public String kind() {
        return "drop table";
    }

    @Override
    public String text() {
        return "drop table\n" + statement();
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
