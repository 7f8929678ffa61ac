package org.kingfisherprocess.supervisor;

import java.util.List;

/// A generation could not take over; the one before goes on.
final class ReloadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> log;
    private final boolean busy;

    ReloadException(String reason, List<String> log) {
        this(reason, log, false);
    }

    private ReloadException(String reason, List<String> log, boolean busy) {
        super(reason);
        this.log = List.copyOf(log);
        this.busy = busy;
    }

    /// Another reload is under way, which will end: nothing is wrong with this one.
    static ReloadException busy() {
        return new ReloadException("another reload is under way", List.of(), true);
    }

    boolean isBusy() {
        return busy;
    }

    /// The last lines of the log of the child that is to blame.
    List<String> log() {
        return log;
    }
}
