package org.kingfisherprocess.service.http;

import java.util.Map;

/// Shows an error to people, where a browser asks.
@FunctionalInterface
public interface ErrorPages {
    /// A bare page, for a server without templates.
    ErrorPages PLAIN =
            (status, message) ->
                    "<!doctype html><title>%d</title><h1>%d</h1><p>%s</p>"
                            .formatted(
                                    status,
                                    status,
                                    message.replace("&", "&amp;").replace("<", "&lt;"));

    /// The page as HTML.
    String page(int status, String message);

    /// Header fields that go with it. An error may repeat what a client sent: even if that came
    /// through unescaped, browsers must not act on it.
    default Map<String, String> headers() {
        return Map.of(
                "Content-Security-Policy",
                "default-src 'none'; frame-ancestors 'none'",
                "X-Content-Type-Options",
                "nosniff");
    }
}
