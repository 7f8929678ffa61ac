package org.kingfisherprocess.supervisor;

import java.util.List;

/// A generation could not take over; the one before goes on.
final class ReloadException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> log;

    ReloadException(String reason, List<String> log) {
        super(reason);
        this.log = List.copyOf(log);
    }

    /// The last lines of the log of the child that is to blame.
    List<String> log() {
        return log;
    }
}
