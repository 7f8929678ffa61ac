package org.kingfisherprocess.service.migrate;

import java.util.Optional;

/// A column of a [TableReshape], computed from the others of its row.
///
/// `expression` names the row as `{row}`, for instance `{row}.id`. With `replaces`, it takes the
/// place of the column of that name, with all that hangs on it; else it is a new column, filled
/// where the writer left it null, and afterwards never null, with `standard` as its default.
public record Derived(
        String column,
        String type,
        String expression,
        boolean replaces,
        Optional<String> standard) {
    /// `expression` gives the value in the new type.
    public static Derived retype(String column, String type, String expression) {
        return new Derived(column, type, expression, true, Optional.empty());
    }

    public static Derived fill(
            String column, String type, String expression, Optional<String> standard) {
        return new Derived(column, type, expression, false, standard);
    }

    /// Where the value is kept while the reshape goes on.
    String place() {
        return replaces ? column + "__new" : column;
    }

    String expressionFor(String row) {
        return expression.replace("{row}", row);
    }
}
