package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sees to it that one child of its kind is alive: starts it again when it ends by itself, the
/// sooner the longer it has lived, and ends one that does not become ready.
final class Guard {
    /// Hears of each child that ended by itself, before it is started again.
    interface Listener {
        void ended(Guard guard, Child child, String how);
    }

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /// One that lived so long had no fault of its start: it is started again at once.
    private static final Duration GOOD_LIFE = Duration.ofMinutes(1);

    private final Family family;
    private final Duration startLimit;
    private final Listener listener;
    private Child child;
    private boolean retired;
    private int restarts;

    private Guard(Family family, Child child, Duration startLimit, Listener listener) {
        this.family = family;
        this.child = child;
        this.startLimit = startLimit;
        this.listener = listener;
    }

    static Guard of(Family family, Child child, Duration startLimit, Listener listener) {
        var guard = new Guard(family, child, startLimit, listener);
        child.go();
        Thread.ofVirtual().start(guard::watch);
        return guard;
    }

    synchronized Child child() {
        return child;
    }

    synchronized int restarts() {
        return restarts;
    }

    /// From now on the child may end. Returns it.
    synchronized Child retire() {
        retired = true;
        notifyAll();
        return child;
    }

    private void watch() {
        var pause = Duration.ZERO;
        while (!isRetired()) {
            var watched = child();
            var how = awaitEnd(watched);
            if (isRetired()) {
                return;
            }
            pause = watched.age().isAtLeast(GOOD_LIFE) ? Duration.ZERO : longer(pause);
            listener.ended(this, watched, how);
            startNext(watched, pause);
        }
    }

    private String awaitEnd(Child watched) {
        if (!watched.isReady() && !watched.awaitReady(startLimit) && !watched.isGone()) {
            Say.warn(
                    "%s (process %d) is not ready after %d seconds and is ended"
                            .formatted(watched.name(), watched.pid(), startLimit.toSeconds()));
            watched.kill();
        }
        return watched.gone().join();
    }

    private void startNext(Child ended, Duration firstPause) {
        var pause = firstPause;
        @Nullable Child next = null;
        while (next == null && awaitPause(pause)) {
            try {
                next = family.start(ended.name().next(), ended.release());
                replace(next);
            } catch (IOException e) {
                pause = longer(pause);
                Say.warn(
                        "%s cannot be started, which is tried again in %d ms: %s"
                                .formatted(ended.name().next(), pause.toMillis(), e.getMessage()));
            }
        }
    }

    private synchronized void replace(Child next) {
        child = next;
        restarts++;
        next.go();
        if (retired) {
            next.drain(false); // it was retired while this one was being started
        }
    }

    /// Returns whether to go on.
    private synchronized boolean awaitPause(Duration pause) {
        var until = System.nanoTime() + pause.toNanos();
        try {
            while (!retired && until - System.nanoTime() > 0) {
                wait(Math.max(1, Duration.ofNanos(until - System.nanoTime()).toMillis()));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !retired;
    }

    private synchronized boolean isRetired() {
        return retired;
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
