package org.kingfisherprocess.service.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.kingfisherprocess.service.submission.SpooledSubmission;

/// A submission by which a new server shows, before it is given the clients' socket, that it takes
/// submissions apart. It lacks one field, so that nothing of it is kept.
public final class TrialSubmission {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// 400 is right; a full disk (507) is no fault of the server.
    private static final Pattern REFUSED = Pattern.compile("HTTP/1\\.1 (400|507)\\b.*");

    private static final String BOUNDARY = "trial";
    private static final String FORM =
            """
            --%1$s
            Content-Disposition: form-data; name="%2$s"

            trial
            --%1$s
            Content-Disposition: form-data; name="file"; filename="trial.json"

            {}
            --%1$s--
            """
                    .formatted(BOUNDARY, SpooledSubmission.SOURCE)
                    .replace("\n", "\r\n");

    // The path's beginning, which routes do not look at, says in the log what it is about.
    private static final String HEADER =
            """
            POST /trial-before-ready/api/v1/submit/file/ HTTP/1.1
            Host: trial
            Authorization: ApiKey %s
            Connection: close
            Content-Type: multipart/form-data; boundary=%s
            Content-Length: %d

            """
                    .replace("\n", "\r\n");

    private TrialSubmission() {}

    /// Sends it, and reads the first line of what is answered.
    ///
    /// @throws IllegalStateException if it was answered other than by telling what is missing
    public static void requireRefused(InetSocketAddress server, String key) {
        var answer = send(server, HEADER.formatted(key, BOUNDARY, FORM.length()) + FORM);
        if (!REFUSED.matcher(answer).matches()) {
            throw new IllegalStateException(
                    "a trial submission without %s was answered '%s', and not 400: this server would fail those who send to it"
                            .formatted(SpooledSubmission.DATA_VERSION, answer));
        }
    }

    private static String send(InetSocketAddress server, String request) {
        try (var socket = new Socket()) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            socket.connect(server, (int) LIMIT.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var answer =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            var line = answer.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "a trial submission was not answered: " + e.getMessage(), e);
        }
    }
}
