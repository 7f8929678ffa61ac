package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.RequestHandler;

/// A file that the page is made of. It loads nothing from elsewhere, and runs no script but its
/// own.
record PageFile(String contentType, String content) implements RequestHandler {
    static final Map<String, String> HEADERS =
            Map.of(
                    "Cache-Control",
                    "no-store",
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
                    "Referrer-Policy",
                    "no-referrer",
                    "X-Content-Type-Options",
                    "nosniff");

    private static final int OK = 200;

    static PageFile read(String contentType, String name) {
        try (var file = PageFile.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing from this build");
            }
            return new PageFile(
                    contentType, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read %s of this build".formatted(name), e);
        }
    }

    @Override
    public Answer handle(Call call) {
        return new Answer(OK, contentType, HEADERS, new Answer.Content.Text(content));
    }
}
