package org.kingfisherprocess.service.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Rows with named columns, printed for people or as JSON.
final class TextTable {
    private final List<String> columns;
    private final List<List<JsonValue>> rows = new ArrayList<>();

    TextTable(String... columns) {
        this.columns = List.of(columns);
    }

    /// A cell is a text, a number, a truth, or empty (an empty optional is JSON's null).
    TextTable row(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "%d cells in %d columns".formatted(cells.length, columns.size()));
        }
        rows.add(List.of(cells).stream().map(TextTable::value).toList());
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /// One object a row.
    JsonArray json() {
        var array = new JsonArray();
        for (var row : rows) {
            var object = new JsonObject();
            for (int i = 0; i < row.size(); i++) {
                object.put(columns.get(i).replace(' ', '_'), row.get(i));
            }
            array.add(object);
        }
        return array;
    }

    /// Lines of aligned columns, the first of them the names.
    List<String> lines() {
        var widths = new int[columns.size()];
        var texts = new ArrayList<List<String>>();
        texts.add(columns);
        rows.forEach(row -> texts.add(row.stream().map(TextTable::text).toList()));
        for (var row : texts) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return texts.stream().map(row -> line(row, widths)).toList();
    }

    static JsonValue value(Object cell) {
        return switch (cell) {
            case JsonValue json -> json;
            case Number number -> JsonNumber.of(number.toString());
            case Boolean truth -> JsonLiteral.of(truth);
            case java.util.Optional<?> optional ->
                    optional.isPresent() ? value(optional.get()) : JsonLiteral.NULL;
            case java.util.OptionalLong optional ->
                    optional.isPresent() ? value(optional.getAsLong()) : JsonLiteral.NULL;
            default -> new JsonString(cell.toString());
        };
    }

    static String text(JsonValue value) {
        return switch (value) {
            case JsonString string -> string.value().replaceAll("\\p{Cntrl}+", " ");
            case JsonNumber number -> number.text();
            case JsonLiteral literal when literal.equals(JsonLiteral.NULL) -> "";
            case JsonLiteral literal when literal.equals(JsonLiteral.TRUE) -> "yes";
            case JsonLiteral _ -> "no";
            case JsonArray _, JsonObject _ -> value.toString();
        };
    }

    private static String line(List<String> cells, int[] widths) {
        var padded = new ArrayList<String>();
        for (int i = 0; i < widths.length; i++) {
            padded.add(
                    i == widths.length - 1
                            ? cells.get(i)
                            : cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()));
        }
        return padded.stream().collect(Collectors.joining("  ")).stripTrailing();
    }
}
