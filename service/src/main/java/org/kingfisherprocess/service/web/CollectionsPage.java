package org.kingfisherprocess.service.web;

import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.store.CollectionListing;

/// `/app/collection`: all collections, newest first.
record CollectionsPage(Templates templates, CollectionListing listing) implements RequestHandler {
    static final int SIZE = 100;

    @Override
    public Answer handle(Call call) {
        var source = call.query("source").orElse("").strip();
        var page = Addresses.page(call);
        var found = listing.page(source, (page - 1) * SIZE, SIZE);
        var pages = Math.max(1, Math.ceilDiv(found.total(), SIZE));
        var content =
                new CollectionsContent(
                        source,
                        page,
                        pages,
                        found.total(),
                        found.collections(),
                        page > 1
                                ? Optional.of(
                                        Addresses.collections(source, Math.min(page - 1, pages)))
                                : Optional.empty(),
                        page < pages
                                ? Optional.of(Addresses.collections(source, page + 1))
                                : Optional.empty());
        return templates.answer(
                "collections", "Collections", "collections", Map.of("content", content));
    }
}
