package org.kingfisherprocess.bench.proof;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.kingfisherprocess.bench.load.Crawl;

/// What is stored, as the proof needs it.
public interface Storage {
    List<StoredItem> items(Crawl crawl);

    /// How often each of these receipts is stored; those that are not are absent.
    Map<UUID, Long> receipts(Collection<UUID> receipts);

    /// Whether the collection knows that nothing more will come.
    boolean ended(Crawl crawl);

    /// How many receipts there are for a crawl: cheap, to watch loading go on.
    long receiptCount(Crawl crawl);
}
