package org.kingfisherprocess.service.spool;

import java.util.UUID;

/// Name of one acknowledged submission: a UUID of version 7, so that receipts sort by time, and are
/// unique also across processes and machines. Its text form is lower-case.
public record Receipt(UUID value) implements Comparable<Receipt> {

    public static Receipt parse(String text) {
        return new Receipt(UUID.fromString(text));
    }

    /// By time, and then by the rest; unlike [UUID#compareTo], which compares signed halves.
    @Override
    public int compareTo(Receipt other) {
        int high =
                Long.compareUnsigned(
                        value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
