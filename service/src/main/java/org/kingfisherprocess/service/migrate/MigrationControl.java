package org.kingfisherprocess.service.migrate;

/// Lets another thread hold up or end a run. The run looks between statements and between batches,
/// so it never stops inside a transaction. Thread-safe.
public final class MigrationControl {
    private enum Wish {
        GO_ON,
        PAUSE,
        STOP
    }

    private Wish wish = Wish.GO_ON;

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
    /// stays, and another run goes on from there.
    public synchronized void stop() {
        wish = Wish.STOP;
        notifyAll();
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
