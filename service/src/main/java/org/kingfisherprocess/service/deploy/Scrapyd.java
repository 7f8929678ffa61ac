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

/// Asks a Scrapyd which spiders run (`listjobs.json`) or are there (`listspiders.json`). One that
/// does not answer costs a sentence, never what was to be done.
public final class Scrapyd {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final URI jobs;
    private final URI spiders;

    /// Asks when it is asked.
    ///
    /// @param address where Scrapyd listens, for example `http://localhost:6800`
    public Scrapyd(URI address, String project) {
        jobs = question(address, "listjobs", project);
        spiders = question(address, "listspiders", project);
    }

    private static URI question(URI address, String name, String project) {
        return URI.create(
                "%s/%s.json?project=%s"
                        .formatted(
                                address.toString().replaceAll("/+$", ""),
                                name,
                                URLEncoder.encode(project, StandardCharsets.UTF_8)));
    }

    /// The spiders that there are.
    ///
    /// @param problem why they are not known; empty where they are
    public record Spiders(List<String> names, Optional<String> problem) {
        public Spiders {
            names = List.copyOf(names);
        }
    }

    record Answer(List<Busy.Job> jobs, Optional<String> problem) {
        static final Answer NOTHING = new Answer(List.of(), Optional.empty());

        static Answer failed(String problem) {
            return new Answer(List.of(), Optional.of(problem));
        }
    }

    Answer running() {
        return switch (ask(jobs)) {
            case Asked.Told(var fields) ->
                    new Answer(
                            fields.list("running").stream().map(Scrapyd::job).toList(),
                            Optional.empty());
            case Asked.Problem(var problem) -> Answer.failed(problem);
        };
    }

    public Spiders spiders() {
        return switch (ask(spiders)) {
            case Asked.Told(var fields) -> new Spiders(fields.texts("spiders"), Optional.empty());
            case Asked.Problem(var problem) -> new Spiders(List.of(), Optional.of(problem));
        };
    }

    private sealed interface Asked {
        record Told(JsonFields fields) implements Asked {}

        record Problem(String text) implements Asked {}
    }

    private static Asked ask(URI question) {
        try (var client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
            var request = HttpRequest.newBuilder(question).timeout(PATIENCE).build();
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                return new Asked.Problem(
                        "%s answered %d".formatted(question, response.statusCode()));
            }
            var fields = JsonFields.parse(response.body(), question.toString());
            return "ok".equals(fields.textOr("status", ""))
                    ? new Asked.Told(fields)
                    : new Asked.Problem(fields.textOr("message", "no status ok"));
        } catch (IOException | ReleaseException e) {
            return new Asked.Problem("%s: %s".formatted(question, e.getMessage()));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Asked.Problem("interrupted");
        }
    }

    private static Busy.Job job(JsonFields fields) {
        return new Busy.Job(
                fields.textOr("id", "?"),
                fields.textOr("spider", "?"),
                fields.textOr("start_time", "?"));
    }
}
