package org.kingfisherprocess.service.steps;

/// A migration asks all workers to stand still for a moment, and nothing is wrong: soon it is over.
public final class StandStillException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StandStillException() {
        super("a migration needs all workers to stand still for a moment");
    }
}
