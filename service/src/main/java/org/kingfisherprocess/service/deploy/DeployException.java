package org.kingfisherprocess.service.deploy;

/// Deploying is refused, or a step of it failed. The message says why, the advice what to do.
public final class DeployException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String advice;

    public DeployException(String message) {
        this(message, "");
    }

    public DeployException(String message, String advice) {
        super(message);
        this.advice = advice;
    }

    /// What a person can do; empty where the message says it.
    public String advice() {
        return advice;
    }

    public String text() {
        return String.valueOf(getMessage());
    }
}
