package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.kingfisherprocess.service.upgrade.RunRecords;
import org.kingfisherprocess.service.upgrade.RunState;
import org.kingfisherprocess.service.upgrade.Wish;

/// Tells a run to stand still, to go on or to end, and waits until it does.
final class UpgradeHold {
    /// A run looks between two transactions, and what takes long is cut off.
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration PAUSE = Duration.ofMillis(200);

    private UpgradeHold() {}

    static void hold(RunRecords records, long run, boolean pause) {
        if (!records.wish(run, pause ? Wish.PAUSE : Wish.GO_ON)) {
            throw new RefusedException("upgrade run %d has ended".formatted(run));
        }
    }

    static void end(RunRecords records, long run) {
        records.wish(run, Wish.STOP);
        if (!await(() -> records.find(run).filter(RunState::underWay).isEmpty())) {
            throw new RefusedException(
                    "upgrade run %d is told to end, and has not within a minute: `locks` shows whom it waits for; then --abort again"
                            .formatted(run));
        }
    }

    private static boolean await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new RefusedException("interrupted; the run is told to end all the same");
            }
        }
        return true;
    }
}
