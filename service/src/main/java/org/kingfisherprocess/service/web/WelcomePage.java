package org.kingfisherprocess.service.web;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.sql.DatabaseException;
import org.kingfisherprocess.service.store.CollectionListing;

/// `/app`: what runs, and whether it is well. Answers also while PostgreSQL is away.
record WelcomePage(
        Templates templates, Backlog backlog, CollectionListing listing, Supplier<String> heldUp)
        implements RequestHandler {

    @Override
    public Answer handle(Call call) {
        return templates.answer("welcome", "Welcome", "welcome", Map.of("content", content()));
    }

    private WelcomeContent content() {
        var spool = backlog.status();
        var oldest = spool.flatMap(backlog::oldest).map(Shown::age);
        var reason = "";
        try {
            reason = heldUp.get();
            return new WelcomeContent(Optional.of(listing.totals()), "", reason, spool, oldest);
        } catch (DatabaseException e) {
            if (!Availability.explains(e)) {
                throw e;
            }
            return new WelcomeContent(
                    Optional.empty(), Availability.reason(e), reason, spool, oldest);
        }
    }
}
