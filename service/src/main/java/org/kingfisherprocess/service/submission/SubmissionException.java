package org.kingfisherprocess.service.submission;

/// A submission's field is missing or cannot mean what it has to mean; the message is fit for the
/// client.
public final class SubmissionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    public SubmissionException(String field, String message) {
        super(message);
        this.field = field;
    }

    /// The field at fault.
    public String field() {
        return field;
    }

    static SubmissionException missing(String field) {
        return new SubmissionException(field, field + " is missing");
    }
}
