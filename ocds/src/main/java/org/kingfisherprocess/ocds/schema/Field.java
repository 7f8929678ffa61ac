package org.kingfisherprocess.ocds.schema;

import java.util.List;
import java.util.Optional;

/// A line of the description.
///
/// @param fields what an object of no name holds
record Field(
        String name,
        boolean required,
        boolean translated,
        Shape shape,
        List<String> notes,
        List<Field> fields) {

    boolean notes(String note) {
        return notes.contains(note);
    }

    /// What follows a note such as `closed:`.
    Optional<String> after(String prefix) {
        return notes.stream()
                .filter(note -> note.startsWith(prefix))
                .map(note -> note.substring(prefix.length()))
                .findFirst();
    }

    /// What a field's value may be.
    sealed interface Shape {}

    /// @param types names of JSON Schema
    /// @param minLength the least length of a text, 0 if it may be empty
    record Plain(List<String> types, boolean nullable, int minLength, String format)
            implements Shape {}

    record Named(String object) implements Shape {}

    record ListOf(Shape item, boolean nullable, int minItems) implements Shape {}

    record Either(Shape first, Shape second) implements Shape {}
}
