package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Foreign keys and checks on columns that a reshape replaces: first a double of each on the new
/// columns, proved without keeping anybody waiting, then the double under the old one's name.
final class HangingConstraints {
    /// `table` has it; `other` is the table that a foreign key leads to, empty for a check;
    /// `proved` if it holds for all rows, not for new ones alone.
    record Constraint(String table, String name, String definition, String other, boolean proved) {
        String shadow() {
            return Shadow.name(name);
        }
    }

    private static final String CONSTRAINTS =
            """
            select c.conrelid::regclass::text as table_name, c.conname as name, c.convalidated as proved,
                pg_get_constraintdef(c.oid) as definition,
                case when c.contype = 'f' then c.confrelid::regclass::text else '' end as other
            from pg_constraint c
            where c.contype in ('f', 'c') and c.conparentid = 0 and (
                exists (select from pg_attribute a where a.attrelid = c.conrelid and a.attnum = any(c.conkey)
                    and c.conrelid = to_regclass(?) and a.attname = any(?))
                or exists (select from pg_attribute a where a.attrelid = c.confrelid and a.attnum = any(c.confkey)
                    and c.confrelid = to_regclass(?) and a.attname = any(?)))
            order by 1, 2
            """;

    private static final String STATE =
            """
            select case when convalidated then 'valid' else 'not valid' end as line
            from pg_constraint where conrelid = to_regclass(?) and conname = ?
            """;

    private HangingConstraints() {}

    static List<Constraint> of(ReshapedTable table, StepContext context) throws SQLException {
        return context.session()
                .query(
                        CONSTRAINTS,
                        row ->
                                new Constraint(
                                        row.text("table_name"),
                                        row.text("name"),
                                        row.text("definition"),
                                        row.text("other"),
                                        row.bool("proved")),
                        table.name(),
                        table.replaced(),
                        table.name(),
                        table.replaced());
    }

    /// Adds the doubles that are not there yet, and proves those of what is proved.
    static void build(
            ReshapedTable table, Map<String, Map<String, String>> replacements, StepContext context)
            throws SQLException {
        for (var constraint : of(table, context)) {
            var change =
                    new AddConstraint(
                            constraint.table(),
                            Shadow.quoted(constraint.shadow()),
                            definition(constraint, replacements).replace(" NOT VALID", ""));
            var state = context.texts(STATE, constraint.table(), constraint.shadow());
            if (state.isEmpty()) {
                context.brief(change.addition());
            }
            if (constraint.proved() && !state.equals(List.of("valid"))) {
                context.unhurried(change.validation());
            }
        }
    }

    private static String definition(
            Constraint constraint, Map<String, Map<String, String>> replacements) {
        var own = replaced(replacements, constraint.table());
        var definition = constraint.definition();
        if (constraint.other().isEmpty()) {
            return Shadow.withColumns(definition, own);
        }
        int border = definition.indexOf(" REFERENCES ");
        int columns = definition.indexOf('(', border);
        return Shadow.withColumns(definition.substring(0, border), own)
                + definition.substring(border, columns)
                + Shadow.withColumns(
                        definition.substring(columns), replaced(replacements, constraint.other()));
    }

    private static Map<String, String> replaced(
            Map<String, Map<String, String>> replacements, String table) {
        return Optional.ofNullable(replacements.get(table)).orElse(Map.of());
    }

    /// Puts the doubles under the names of the old ones, which go.
    static void move(ReshapedTable table, StepContext context) throws SQLException {
        for (var constraint : of(table, context)) {
            var statements =
                    "alter table %1$s drop constraint %2$s; alter table %1$s rename constraint %3$s to %2$s"
                            .formatted(
                                    constraint.table(),
                                    Shadow.quoted(constraint.name()),
                                    Shadow.quoted(constraint.shadow()));
            context.brief(
                    statements,
                    Stream.of(constraint.table(), constraint.other())
                            .filter(name -> !name.isEmpty())
                            .distinct()
                            .toList(),
                    tx -> {
                        try (var statement = tx.connection().createStatement()) {
                            statement.execute(statements);
                        }
                    });
        }
    }

    static void undo(ReshapedTable table, StepContext context) throws SQLException {
        for (var constraint : of(table, context)) {
            if (!context.texts(STATE, constraint.table(), constraint.shadow()).isEmpty()) {
                context.brief(
                        "alter table %s drop constraint %s"
                                .formatted(constraint.table(), Shadow.quoted(constraint.shadow())));
            }
        }
    }
}
