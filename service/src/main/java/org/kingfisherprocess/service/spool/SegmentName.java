package org.kingfisherprocess.service.spool;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/// A segment's writer, and its place in the order of that writer's segments. Never used twice.
record SegmentName(UUID writer, int sequence) implements Comparable<SegmentName> {
    private static final int UUID_LENGTH = 36;
    private static final Comparator<SegmentName> ORDER =
            Comparator.comparing((SegmentName name) -> new Receipt(name.writer))
                    .thenComparingInt(SegmentName::sequence);

    /// Reads the name of a file of a segment, whatever its ending; empty for any other file.
    static Optional<SegmentName> parse(String file) {
        int dot = file.indexOf('.');
        if (dot != UUID_LENGTH + 1 + 8 || file.charAt(UUID_LENGTH) != '-') {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SegmentName(
                            UUID.fromString(file.substring(0, UUID_LENGTH)),
                            HexFormat.fromHexDigits(file, UUID_LENGTH + 1, dot)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    SegmentName next() {
        return new SegmentName(writer, sequence + 1);
    }

    @Override
    public int compareTo(SegmentName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return "%s-%08x".formatted(writer, sequence);
    }
}
