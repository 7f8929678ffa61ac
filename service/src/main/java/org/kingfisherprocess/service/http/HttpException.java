package org.kingfisherprocess.service.http;

import java.util.Map;

/// An answer other than success, thrown from wherever it becomes clear; its message is written for
/// the client.
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Map<String, String> headers;

    public HttpException(int status, String message, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.headers = Map.copyOf(headers);
    }

    public HttpException(int status, String message) {
        this(status, message, Map.of());
    }

    public static HttpException badRequest(String message) {
        return new HttpException(400, message);
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
