package org.kingfisherprocess.service.web;

import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.store.FileListing;

/// `/app/collection/{id}/file`: the files of a collection, and what was wrong with them.
record FilesPage(Templates templates, FileListing files) implements RequestHandler {
    static final int SIZE = 50;

    @Override
    public Answer handle(Call call) {
        var id = Addresses.id(call);
        var page = files.page(id, start(call), SIZE).orElseThrow(() -> Addresses.unknown(id));
        return templates.answer(
                "files",
                "Files of collection %d: %s".formatted(id, page.source()),
                "collections",
                Map.of("content", content(id, page)));
    }

    private static FileListing.Start start(Call call) {
        return call.query("before")
                .filter(name -> !name.isEmpty())
                .map(name -> new FileListing.Start(name, true))
                .orElseGet(() -> new FileListing.Start(call.query("after").orElse(""), false));
    }

    private static FilesContent content(long id, FileListing.Page page) {
        if (page.files().isEmpty()) {
            return new FilesContent(id, page, Optional.empty(), Optional.empty());
        }
        return new FilesContent(
                id,
                page,
                page.earlier()
                        ? Optional.of(Addresses.filesBefore(id, page.files().getFirst().name()))
                        : Optional.empty(),
                page.later()
                        ? Optional.of(Addresses.filesAfter(id, page.files().getLast().name()))
                        : Optional.empty());
    }
}
