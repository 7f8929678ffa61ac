package org.kingfisherprocess.bench.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waiting, for code that nobody interrupts.
public final class Pauses {
    private static final long ASK_EVERY_MILLIS = 20;

    private Pauses() {}

    public static void ofMillis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// Returns whether it became true in time.
    public static boolean until(Duration limit, BooleanSupplier condition) {
        var begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > limit.toNanos()) {
                return false;
            }
            ofMillis(ASK_EVERY_MILLIS);
        }
        return true;
    }
}
