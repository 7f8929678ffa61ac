package org.kingfisherprocess.service.cli;

/// Runs work that can be interrupted where only unchecked exceptions may leave.
final class Interruptibly {
    private Interruptibly() {}

    interface Work<T> {
        T run() throws InterruptedException;
    }

    static <T> T run(Work<T> work) {
        try {
            return work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RefusedException("interrupted: " + e.getMessage());
        }
    }
}
