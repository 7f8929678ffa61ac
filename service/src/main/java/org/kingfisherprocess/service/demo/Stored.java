package org.kingfisherprocess.service.demo;

import java.util.Map;
import java.util.UUID;

/// What is in the tables of a crawl.
///
/// @param receipts how often each is there
/// @param files by their names
record Stored(Map<UUID, Long> receipts, Map<String, StoredFile> files) {
    /// The rows of one name.
    ///
    /// @param files rows of `collection_file`
    /// @param documents rows of `release`, `record` and `compiled_release`
    record StoredFile(long files, long documents) {
        static final StoredFile NONE = new StoredFile(0, 0);
    }

    Stored {
        receipts = Map.copyOf(receipts);
        files = Map.copyOf(files);
    }
}
