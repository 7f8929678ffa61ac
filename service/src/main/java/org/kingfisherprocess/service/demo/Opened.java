package org.kingfisherprocess.service.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a demonstration has opened, to be closed in reverse order, by whoever comes first: the
/// story at its end, or the hook of a Ctrl-C in the middle of it.
final class Opened implements AutoCloseable {
    private final Deque<Runnable> closings = new ArrayDeque<>();
    private boolean closed;

    /// @param closing what closes it; is run at once where everything was closed already
    synchronized <T> T add(T opened, Runnable closing) {
        if (closed) {
            closing.run();
            throw new DemoException("the demonstration was ended");
        }
        closings.push(closing);
        return opened;
    }

    /// Adds something that is closed as such things are.

    <T extends AutoCloseable> T add(T opened) {
        return add(opened, () -> close(opened));
    }

    /// Returns when everything is closed, whatever fails. May be called twice, also at the same
    /// time.
    @Override
    public synchronized void close() {
        closed = true;
        var failures = new DemoException("not everything could be ended");
        while (!closings.isEmpty()) {
            try {
                closings.pop().run();
            } catch (RuntimeException e) {
                failures.addSuppressed(e);
            }
        }
        if (failures.getSuppressed().length > 0) {
            throw new DemoException(
                    String.valueOf(failures.getSuppressed()[0].getMessage()), failures);
        }
    }

    private static void close(AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            throw new DemoException("cannot close %s: %s".formatted(opened, e), e);
        }
    }
}
