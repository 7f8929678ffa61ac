package org.kingfisherprocess.service.migrate;

import java.sql.SQLException;
import java.util.Optional;

/// Lets another thread hold up or end a run. The run looks between statements and between batches,
/// so it never stops inside a transaction; only a statement that may take hours, an index build for
/// instance, is cut off to end it. Thread-safe.
public final class MigrationControl {
    private enum Wish {
        GO_ON,
        PAUSE,
        STOP
    }

    /// How to cut off a statement.
    @FunctionalInterface
    interface Cut {
        void off() throws SQLException;
    }

    private Wish wish = Wish.GO_ON;
    private Optional<Cut> underWay = Optional.empty();

    public synchronized void pause() {
        if (wish == Wish.GO_ON) {
            wish = Wish.PAUSE;
        }
    }

    public synchronized void resume() {
        if (wish == Wish.PAUSE) {
            wish = Wish.GO_ON;
            notifyAll();
        }
    }

    /// Ends the run at the next safe place with a [MigrationStoppedException]; what was committed
    /// stays, and another run goes on from there. May be said again and again until it has ended: a
    /// statement that was just about to begin is not cut off the first time.
    public synchronized void stop() {
        wish = Wish.STOP;
        notifyAll();
        try {
            if (underWay.isPresent()) {
                underWay.get().off();
            }
        } catch (SQLException _) {
            // The server is away; the run notices by itself.
        }
    }

    synchronized boolean stopping() {
        return wish == Wish.STOP;
    }

    /// A long statement begins, which can be cut off until it [#ended].
    synchronized void began(Cut cut) {
        underWay = Optional.of(cut);
    }

    synchronized void ended() {
        underWay = Optional.empty();
    }

    public synchronized boolean paused() {
        return wish == Wish.PAUSE;
    }

    /// Returns at once, or when the pause is over.
    synchronized void proceed(MigrationListener listener) {
        if (wish == Wish.PAUSE) {
            listener.happened(new MigrationEvent.Paused());
            try {
                while (wish == Wish.PAUSE) {
                    wait();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new MigrationStoppedException("the migration run was interrupted");
            }
            listener.happened(new MigrationEvent.Resumed());
        }
        if (wish == Wish.STOP) {
            throw new MigrationStoppedException("the migration run was told to stop");
        }
    }
}
