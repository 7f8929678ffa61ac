package org.kingfisherprocess.service.steps.transform;

import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/// A thread for each extension that is fetched; no more than some do so at once, the others wait.
final class FetchThreads implements Executor {
    private static final int MOST_AT_ONCE = 32;

    private final Semaphore slots = new Semaphore(MOST_AT_ONCE);

    @Override
    public void execute(Runnable fetch) {
        Thread.ofVirtual()
                .name("extension")
                .start(() -> {
                    slots.acquireUninterruptibly();
                    try {
                        fetch.run();
                    } finally {
                        slots.release();
                    }
                });
    }
}
