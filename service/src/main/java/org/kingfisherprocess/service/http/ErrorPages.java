package org.kingfisherprocess.service.http;

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
}
