package org.kingfisherprocess.service.http;

import java.util.Locale;
import tools.jackson.core.io.JsonStringEncoder;

/// The one place where an error becomes an answer: JSON for whoever asks for it, a page for
/// browsers, else a line of text as v1 had it.
record ErrorAnswers(ErrorPages pages) {
    Answer of(String accept, HttpException error) {
        return of(accept, error.status(), String.valueOf(error.getMessage())).with(error.headers());
    }

    Answer of(String accept, int status, String message) {
        var wanted = accept.toLowerCase(Locale.ROOT);
        if (wanted.contains("text/html")) {
            return Answer.html(status, pages.page(status, message)).with(pages.headers());
        }
        if (wanted.contains("application/json")) {
            return Answer.json(
                    status,
                    "{\"status\": %d, \"error\": \"%s\"}%n"
                            .formatted(
                                    status,
                                    new String(
                                            JsonStringEncoder.getInstance()
                                                    .quoteAsCharArray(message))));
        }
        return Answer.text(status, message + "\n");
    }
}
