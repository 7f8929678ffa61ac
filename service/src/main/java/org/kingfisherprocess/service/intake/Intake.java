package org.kingfisherprocess.service.intake;

import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.http.Routes;
import org.kingfisherprocess.service.spool.SpoolWriter;

/// The v1 API's routes, and the lines of text that say what lives where.
public final class Intake {
    private final ApiKeys keys;
    private final SpoolWriter spool;
    private final LocalFiles localFiles;

    public Intake(ApiKeys keys, SpoolWriter spool, LocalFiles localFiles) {
        this.keys = keys;
        this.spool = spool;
        this.localFiles = localFiles;
    }

    /// Adds the submit routes, below any path: a client's base address may carry one.
    public void addTo(Routes.Builder routes) {
        for (var kind : SubmissionKind.values()) {
            routes.post(
                    "**/api/v1/submit/" + kind.routeName() + "/",
                    new Submit(kind, keys, spool, localFiles));
        }
        routes.get(
                        "/",
                        line(
                                "OCDS Kingfisher Process: the API is below /api/v1/, pages are below /app"))
                .get("/api", line("OCDS Kingfisher Process: the API's version 1 is at /api/v1/"))
                .get(
                        "/api/v1/",
                        line(
                                "OCDS Kingfisher Process API, version 1: POST to submit/file/, submit/item/, submit/file_errors/ or"
                                        + " submit/end_collection_store/ below here"))
                .get(
                        "/prometheus",
                        line("OCDS Kingfisher Process: metrics are at /prometheus/metrics"))
                .get("/robots.txt", line("User-agent: *\nDisallow: /"));
    }

    private static RequestHandler line(String text) {
        return _ -> Answer.text(200, text + "\n");
    }
}
