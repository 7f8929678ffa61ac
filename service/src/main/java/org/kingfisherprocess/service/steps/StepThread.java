package org.kingfisherprocess.service.steps;

/// A thread for steps, which is stopped by an interrupt like any other; but one that comes while
/// something must not be disturbed is delivered after that. An interrupt would close a file that is
/// being read, and break off a transaction that could be finished.
///
/// A platform thread, since an interrupt closes a socket under a virtual one.
public final class StepThread extends Thread {
    private boolean busy;
    private boolean interruptWanted;

    public StepThread(Runnable work, String name) {
        super(work, name);
        setDaemon(true);
    }

    /// Does the work without interrupts, if this is a thread for steps.
    static void undisturbed(Runnable work) {
        if (Thread.currentThread() instanceof StepThread thread) {
            thread.finish(work);
        } else {
            work.run();
        }
    }

    @Override
    public synchronized void interrupt() {
        if (busy) {
            interruptWanted = true;
        } else {
            super.interrupt();
        }
    }

    private void finish(Runnable work) {
        setBusy(true);
        try {
            work.run();
        } finally {
            setBusy(false);
        }
    }

    private synchronized void setBusy(boolean now) {
        busy = now;
        if (!now && interruptWanted) {
            interruptWanted = false;
            super.interrupt();
        }
    }
}
