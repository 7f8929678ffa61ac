package org.kingfisherprocess.service.web;

import java.util.Optional;
import org.kingfisherprocess.service.store.FileListing;

/// What a page of files shows.
///
/// @param earlier address of the page before; empty on the first
/// @param later address of the page after; empty on the last
public record FilesContent(
        long collectionId,
        FileListing.Page page,
        Optional<String> earlier,
        Optional<String> later) {}
