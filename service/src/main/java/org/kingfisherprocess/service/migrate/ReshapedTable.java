package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.sql.SqlArray;

/// One table of a [Reshape]: its shadow columns, the trigger that keeps them, and what hangs on the
/// columns that they will replace.
final class ReshapedTable {
    private static final String TRIGGER = "kingfisher_reshape";

    private static final String REQUIRED =
            """
            select attname as line from pg_attribute
            where attrelid = to_regclass(?) and attname = any(?) and attnotnull
            """;

    private static final String PROVED =
            """
            select true as yes from pg_constraint
            where conrelid = to_regclass(?) and conname = ? and convalidated
            """;

    private static final String PRESENT =
            "select true as yes from pg_constraint where conrelid = to_regclass(?) and conname = ?";

    private static final String COLUMNS =
            """
            select attname as name from pg_attribute
            where attrelid = to_regclass(?) and attnum > 0 and not attisdropped
            """;

    private final TableReshape reshape;
    private final StepContext context;

    ReshapedTable(TableReshape reshape, StepContext context) {
        this.reshape = reshape;
        this.context = context;
    }

    String name() {
        return reshape.table();
    }

    TableReshape reshape() {
        return reshape;
    }

    /// Old columns, with what will take their place.
    Map<String, String> replacements() {
        return reshape.columns().stream()
                .filter(Derived::replaces)
                .collect(Collectors.toMap(Derived::column, Derived::place));
    }

    SqlArray replaced() {
        return SqlArray.text(replacements().keySet());
    }

    String proof() {
        return Shadow.name(name() + "_is_complete");
    }

    String function() {
        return "kingfisher_reshape_" + name();
    }

    /// Adds the columns, and the trigger that fills them for every row written from now on. Notes
    /// which columns were not there before: an earlier step may have added one that writers use.
    void prepare() throws SQLException {
        var additions =
                reshape.columns().stream()
                        .map(column ->
                                "add column if not exists %s %s"
                                        .formatted(column.place(), column.type()))
                        .toList();
        var assignments =
                reshape.columns().stream()
                        .map(ReshapedTable::assignment)
                        .collect(Collectors.joining("\n"));
        var statements =
                """
                alter table %1$s %2$s;
                create or replace function %3$s() returns trigger language plpgsql as $reshape$
                begin
                %4$s
                return new;
                end
                $reshape$;
                drop trigger if exists %5$s on %1$s;
                create trigger %5$s before insert or update on %1$s for each row execute function %3$s()
                """
                        .formatted(
                                name(), Shadow.list(additions), function(), assignments, TRIGGER);
        context.brief(
                "add shadow columns and their trigger to " + name(),
                List.of(name()),
                tx -> {
                    var added = new ArrayList<>(places());
                    added.removeAll(tx.query(COLUMNS, row -> row.text("name"), name()));
                    try (var statement = tx.connection().createStatement()) {
                        statement.execute(statements);
                    }
                    StepRecords.progress(
                            tx,
                            context.address(),
                            0,
                            prepared(),
                            prepared(),
                            String.join(",", added));
                });
    }

    /// The mark under which the columns are noted that were added.
    String prepared() {
        return "prepared " + name();
    }

    private List<String> places() {
        return reshape.columns().stream().map(Derived::place).toList();
    }

    private static String assignment(Derived column) {
        var set = "new.%s := %s;".formatted(column.place(), column.expressionFor("new"));
        return column.replaces()
                ? set
                : "if new.%s is null then %s end if;".formatted(column.place(), set);
    }

    /// Fills the columns of the rows that were there before.
    void fill() throws SQLException {
        var assignments =
                reshape.columns().stream()
                        .map(column ->
                                column.replaces()
                                        ? "%s = %s"
                                                .formatted(
                                                        column.place(), column.expressionFor("r"))
                                        : "%1$s = coalesce(r.%1$s, %2$s)"
                                                .formatted(
                                                        column.place(), column.expressionFor("r")))
                        .toList();
        var missing =
                reshape.columns().stream()
                        .map(column ->
                                column.replaces()
                                        ? "r.%s is distinct from %s"
                                                .formatted(
                                                        column.place(), column.expressionFor("r"))
                                        : "r.%s is null".formatted(column.place()))
                        .collect(Collectors.joining(" or "));
        BackfillRun.walk(
                name(),
                reshape.key(),
                "update %1$s as r set %2$s where r.%3$s > :after and r.%3$s <= :until and (%4$s)"
                        .formatted(name(), Shadow.list(assignments), reshape.key(), missing),
                "filled " + name(),
                context);
    }

    /// Proves that the columns which must not be null are not, without keeping anybody waiting.
    void prove() throws SQLException {
        var required = required();
        if (required.isEmpty() || context.isTrue(PROVED, name(), proof())) {
            return;
        }
        if (!context.isTrue(PRESENT, name(), proof())) {
            var conditions =
                    required.stream()
                            .map(column -> column + " is not null")
                            .collect(Collectors.joining(" and "));
            context.brief(
                    "alter table %s add constraint %s check (%s) not valid"
                            .formatted(name(), Shadow.quoted(proof()), conditions));
        }
        context.unhurried(
                "alter table %s validate constraint %s".formatted(name(), Shadow.quoted(proof())));
    }

    /// The shadow and new columns that must not be null in the end.
    List<String> required() throws SQLException {
        var required = new ArrayList<String>();
        var replacements = replacements();
        for (var column : context.texts(REQUIRED, name(), replaced())) {
            required.add(Optional.ofNullable(replacements.get(column)).orElseThrow());
        }
        reshape.columns().stream()
                .filter(column -> !column.replaces())
                .forEach(column -> required.add(column.place()));
        return required;
    }

    /// So that queries are planned well from the moment of the swap.
    void analyze() throws SQLException {
        context.unhurried("analyze %s (%s)".formatted(name(), Shadow.list(places())));
    }

    /// What `prepare` and `prove` have made, and nothing that was there before.
    void undo() throws SQLException {
        var added = context.mark(prepared());
        if (added.isEmpty()) {
            return;
        }
        var drops =
                Arrays.stream(added.get().split(","))
                        .filter(column -> !column.isEmpty())
                        .map(column -> ", drop column if exists " + column)
                        .collect(Collectors.joining());
        context.brief(
                """
                drop trigger if exists %1$s on %2$s;
                drop function if exists %3$s();
                alter table %2$s drop constraint if exists %4$s%5$s
                """
                        .formatted(TRIGGER, name(), function(), Shadow.quoted(proof()), drops));
    }

    static String trigger() {
        return TRIGGER;
    }

    /// Several tables' replacements, by table.
    static Map<String, Map<String, String>> replacements(List<ReshapedTable> tables) {
        var all = new HashMap<String, Map<String, String>>();
        tables.forEach(table -> all.put(table.name(), table.replacements()));
        return all;
    }
}
