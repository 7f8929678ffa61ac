package org.kingfisherprocess.service.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.HttpException;

/// The one stylesheet. Its address names its content, so browsers keep it for ever and still get
/// the next release's.
final class Stylesheet {
    static final String ROUTE = "/app/static/{name}";
    private static final int NAME_DIGITS = 12;

    private final String css;
    private final String name;

    private Stylesheet(String css) {
        this.css = css;
        this.name = "style-" + digest(css).substring(0, NAME_DIGITS) + ".css";
    }

    static Stylesheet load() {
        try (var file = Stylesheet.class.getResourceAsStream("style.css")) {
            if (file == null) {
                throw new IllegalStateException("style.css is missing from this build");
            }
            return new Stylesheet(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read style.css of this build", e);
        }
    }

    String address() {
        return ROUTE.replace("{name}", name);
    }

    Answer answer(Call call) {
        if (!call.pathParameter("name").equals(name)) {
            throw new HttpException(404, "nothing is here: " + call.path());
        }
        return new Answer(
                200,
                "text/css; charset=utf-8",
                Map.of(
                        "Cache-Control",
                        "public, max-age=31536000, immutable",
                        "X-Content-Type-Options",
                        "nosniff"),
                new Answer.Content.Text(css));
    }

    private static String digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
