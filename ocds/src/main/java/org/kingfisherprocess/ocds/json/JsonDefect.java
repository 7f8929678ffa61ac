package org.kingfisherprocess.ocds.json;

/// Something in a document that cannot be stored, although the stream can still be read past it.
public record JsonDefect(JsonPosition position, String problem) {
    /// Place and problem in one sentence.
    public String message() {
        return position + ": " + problem;
    }
}
