package org.kingfisherprocess.service.http;

import java.io.IOException;

/// The client went away, or fell silent for longer than the limit, before its body was complete:
/// there is nobody to answer.
public final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1L;

    ClientGoneException(String message, Throwable cause) {
        super(message, cause);
    }
}
