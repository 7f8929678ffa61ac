package org.kingfisherprocess.ocds.json;

/// A place in a JSON text.
///
/// @param line counted from 1
/// @param column in bytes, counted from 1
/// @param offset bytes before it in the stream
public record JsonPosition(long line, long column, long offset) {
    @Override
    public String toString() {
        return "line %d, column %d (byte %d)".formatted(line, column, offset);
    }
}
