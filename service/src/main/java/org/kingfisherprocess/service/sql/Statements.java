package org.kingfisherprocess.service.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Prepares, binds and reads: what transactions and sessions have in common.
///
/// Arguments may be anything that the driver takes, and besides null, [Instant] (as timestamptz),
/// [Optional] and [SqlArray].
final class Statements {
    private final Connection connection;

    Statements(Connection connection) {
        this.connection = connection;
    }

    int execute(String sql, @Nullable Object... arguments) throws SQLException {
        try (var statement = prepare(sql, arguments)) {
            statement.execute();
            return Math.max(statement.getUpdateCount(), 0);
        }
    }

    <T extends @Nullable Object> List<T> query(
            String sql, RowMapper<T> mapper, @Nullable Object... arguments) throws SQLException {
        try (var statement = prepare(sql, arguments);
                var result = statement.executeQuery()) {
            var row = new Row(result);
            var rows = new ArrayList<T>();
            while (result.next()) {
                rows.add(mapper.map(row));
            }
            return rows;
        }
    }

    <T> Optional<T> queryOne(String sql, RowMapper<T> mapper, @Nullable Object... arguments)
            throws SQLException {
        var rows = query(sql, mapper, arguments);
        if (rows.size() > 1) {
            throw new IllegalStateException(
                    "expected at most one row, got %,d from: %s"
                            .formatted(rows.size(), sql.strip()));
        }
        return rows.stream().findFirst();
    }

    void forEach(int fetchSize, String sql, RowConsumer consumer, @Nullable Object... arguments)
            throws SQLException {
        try (var statement = prepare(sql, arguments)) {
            statement.setFetchSize(fetchSize);
            try (var result = statement.executeQuery()) {
                var row = new Row(result);
                while (result.next()) {
                    consumer.accept(row);
                }
            }
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... arguments)
            throws SQLException {
        var statement = connection.prepareStatement(sql);
        try {
            for (var index = 0; index < arguments.length; index++) {
                bind(statement, index + 1, arguments[index]);
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    private void bind(PreparedStatement statement, int position, @Nullable Object argument)
            throws SQLException {
        switch (argument) {
            case Instant instant -> statement.setObject(position, instant.atOffset(ZoneOffset.UTC));
            case SqlArray array ->
                    statement.setArray(
                            position,
                            connection.createArrayOf(array.elementType(), array.elements()));
            case Optional<?> optional -> bind(statement, position, optional.orElse(null));
            case null -> statement.setObject(position, null);
            default -> statement.setObject(position, argument);
        }
    }
}
