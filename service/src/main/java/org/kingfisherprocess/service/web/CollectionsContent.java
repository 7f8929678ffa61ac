package org.kingfisherprocess.service.web;

import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.store.ListedCollection;

/// What a page of collections shows.
///
/// @param source what the sources are filtered by; empty for all
/// @param total how many there are on all pages
/// @param newer address of the page before; empty on the first
/// @param older address of the page after; empty on the last
public record CollectionsContent(
        String source,
        long page,
        long pages,
        long total,
        List<ListedCollection> collections,
        Optional<String> newer,
        Optional<String> older) {
    public CollectionsContent {
        collections = List.copyOf(collections);
    }
}
