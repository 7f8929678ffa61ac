package org.kingfisherprocess.service.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;

/// The current row of a result, read by column name. A null where none is expected is an error that
/// names the column, not a zero. Valid only inside the mapper that receives it.
public final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    public String text(String column) throws SQLException {
        return present(result.getString(column), column);
    }

    public Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    /// The bytes of a text in UTF-8, as the server sent them: without making a string of them.
    public byte[] utf8(String column) throws SQLException {
        return present(result.getBytes(column), column);
    }

    public long longValue(String column) throws SQLException {
        return optionalLong(column).orElseThrow(() -> missing(column));
    }

    public OptionalLong optionalLong(String column) throws SQLException {
        var value = result.getLong(column);
        return result.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
    }

    public int intValue(String column) throws SQLException {
        return optionalInt(column).orElseThrow(() -> missing(column));
    }

    public OptionalInt optionalInt(String column) throws SQLException {
        var value = result.getInt(column);
        return result.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    public boolean bool(String column) throws SQLException {
        var value = result.getBoolean(column);
        if (result.wasNull()) {
            throw missing(column);
        }
        return value;
    }

    public Instant instant(String column) throws SQLException {
        return optionalInstant(column).orElseThrow(() -> missing(column));
    }

    public Optional<Instant> optionalInstant(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    public UUID uuid(String column) throws SQLException {
        return present(result.getObject(column, UUID.class), column);
    }

    /// The elements of a text array, none of them null.
    public List<String> texts(String column) throws SQLException {
        var array = present(result.getArray(column), column);
        return List.of((String[]) array.getArray());
    }

    /// For types that have no method here.
    public ResultSet resultSet() {
        return result;
    }

    private static <T> T present(@org.jspecify.annotations.Nullable T value, String column) {
        if (value == null) {
            throw missing(column);
        }
        return value;
    }

    private static IllegalStateException missing(String column) {
        return new IllegalStateException("column " + column + " is null where a value is expected");
    }
}
