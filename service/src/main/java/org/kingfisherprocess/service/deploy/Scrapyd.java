package org.kingfisherprocess.service.deploy;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.release.JsonFields;
import org.kingfisherprocess.service.release.ReleaseException;

/// Asks a Scrapyd which spiders run (`listjobs.json`). One that does not answer costs a sentence in
/// the plan, never the deployment.
public final class Scrapyd {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI jobs;

    /// Asks when it is asked.
    ///
    /// @param address where Scrapyd listens, for example `http://localhost:6800`
    public Scrapyd(URI address, String project) {
        jobs =
                URI.create(
                        "%s/listjobs.json?project=%s"
                                .formatted(
                                        address.toString().replaceAll("/+$", ""),
                                        URLEncoder.encode(project, StandardCharsets.UTF_8)));
    }

    record Answer(List<Busy.Job> jobs, Optional<String> problem) {
        static final Answer NOTHING = new Answer(List.of(), Optional.empty());

        static Answer failed(String problem) {
            return new Answer(List.of(), Optional.of(problem));
        }
    }

    Answer running() {
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(jobs).timeout(PATIENCE).build();
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return Answer.failed("%s answered %d".formatted(jobs, response.statusCode()));
            }
            var fields = JsonFields.parse(response.body(), jobs.toString());
            return "ok".equals(fields.textOr("status", ""))
                    ? new Answer(
                            fields.list("running").stream().map(Scrapyd::job).toList(),
                            Optional.empty())
                    : Answer.failed(fields.textOr("message", "no status ok"));
        } catch (IOException | ReleaseException e) {
            return Answer.failed("%s: %s".formatted(jobs, e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Answer.failed("interrupted");
        }
    }

    private static Busy.Job job(JsonFields fields) {
        return new Busy.Job(
                fields.textOr("id", "?"),
                fields.textOr("spider", "?"),
                fields.textOr("start_time", "?"));
    }
}
