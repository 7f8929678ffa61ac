package org.kingfisherprocess.service.migrate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What a [Reshape] does to one table, whose rows it walks by the range of `key`, a unique column.
public record TableReshape(String table, String key, List<Derived> columns) {
    public TableReshape {
        columns = List.copyOf(columns);
    }

    public static TableReshape of(String table, String key) {
        return new TableReshape(table, key, List.of());
    }

    /// Integer columns become bigint.
    public TableReshape widen(String... names) {
        var reshape = this;
        for (var name : names) {
            reshape = reshape.with(Derived.retype(name, "bigint", "{row}." + name));
        }
        return reshape;
    }

    /// Times without a zone, which are UTC, become times with one.
    public TableReshape zone(String... names) {
        var reshape = this;
        for (var name : names) {
            reshape =
                    reshape.with(
                            Derived.retype(
                                    name,
                                    "timestamptz",
                                    "{row}.%s at time zone 'UTC'".formatted(name)));
        }
        return reshape;
    }

    public TableReshape retype(String column, String type, String expression) {
        return with(Derived.retype(column, type, expression));
    }

    /// A new column that is never null in the end.
    public TableReshape fill(String column, String type, String expression) {
        return with(Derived.fill(column, type, expression, Optional.empty()));
    }

    public TableReshape fill(String column, String type, String expression, String standard) {
        return with(Derived.fill(column, type, expression, Optional.of(standard)));
    }

    private TableReshape with(Derived column) {
        var more = new ArrayList<>(columns);
        more.add(column);
        return new TableReshape(table, key, more);
    }

    String text() {
        return columns.stream()
                .map(column ->
                        "%s %s %s %s %s %s"
                                .formatted(
                                        table,
                                        column.column(),
                                        column.type(),
                                        column.expression(),
                                        column.replaces(),
                                        column.standard().orElse("")))
                .collect(Collectors.joining("\n", table + " by " + key + "\n", ""));
    }
}
