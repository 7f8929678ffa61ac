package org.kingfisherprocess.ocds.json;

/// Text that is not JSON, or that is beyond a limit. Says what, and where: line and column count
/// from 1, in bytes; the offset is that of a byte, from 0.
///
/// ```java
/// try {
///     JsonReader.read("{\"ocid\": }");
/// } catch (InvalidJsonException e) {
///     System.err.println(e.getMessage()); // ... at line 1, column 10 (byte 9)
/// }
/// ```
public final class InvalidJsonException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;
    private final long byteOffset;

    InvalidJsonException(String problem, int line, int column, long byteOffset) {
        super("%s, at line %d, column %d (byte %d)".formatted(problem, line, column, byteOffset));
        this.line = line;
        this.column = column;
        this.byteOffset = byteOffset;
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    public long byteOffset() {
        return byteOffset;
    }
}
