package org.kingfisherprocess.service.store;

/// How many there are; where counting all would take too long, how many there are at least.
public record Amount(long number, boolean exact) {
    public static Amount exactly(long number) {
        return new Amount(number, true);
    }

    /// Of a count that stopped at `most` + 1.
    static Amount counted(long number, int most) {
        return number > most ? new Amount(most, false) : exactly(number);
    }
}
