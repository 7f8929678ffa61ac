package org.kingfisherprocess.service.steps;

/// Nothing can be loaded now, and nothing is wrong: it is tried again until it can.
public final class HeldUpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HeldUpException(String message) {
        super(message);
    }
}
