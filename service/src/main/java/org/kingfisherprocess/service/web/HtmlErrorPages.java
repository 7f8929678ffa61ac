package org.kingfisherprocess.service.web;

import java.util.Map;
import org.kingfisherprocess.service.http.ErrorPages;

/// Errors in the layout of the pages.
public final class HtmlErrorPages implements ErrorPages {
    private final Templates templates;

    /// Makes them.
    ///
    /// @param version of this build
    public HtmlErrorPages(String version) {
        this.templates = new Templates(Stylesheet.load().address(), version);
    }

    @Override
    public String page(int status, String message) {
        var title =
                switch (status) {
                    case 400 -> "This request is not understood";
                    case 404 -> "Not found";
                    case 405 -> "Not possible here";
                    case 503 -> "Not available right now";
                    case 507 -> "The disk is full";
                    default -> status < 500 ? "Refused" : "An error of this server";
                };
        return templates.page(
                "error", title, "", Map.of("status", status, "heading", title, "message", message));
    }

    @Override
    public Map<String, String> headers() {
        return Templates.HEADERS;
    }
}
