package org.kingfisherprocess.service.web;

import java.util.Map;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.store.CollectionDetails;

/// `/app/collection/{id}`: one collection, its notes, and what is made from it.
record CollectionPage(Templates templates, CollectionDetails collections)
        implements RequestHandler {

    @Override
    public Answer handle(Call call) {
        var id = Addresses.id(call);
        var details = collections.find(id).orElseThrow(() -> Addresses.unknown(id));
        return templates.answer(
                "collection",
                "Collection %d: %s".formatted(id, details.collection().source()),
                "collections",
                Map.of("details", details));
    }
}
