package org.kingfisherprocess.service.cli;

import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.store.Collection;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.submission.CollectionKey;

/// A collection that a person named by its id.
final class KnownCollection {
    private KnownCollection() {}

    static Collection require(Tx tx, long id) throws SQLException {
        return new Collections()
                .find(tx, id)
                .orElseThrow(() ->
                        new RefusedException(
                                "there is no collection %d; list-collections shows those that there are"
                                        .formatted(id)));
    }

    /// One that files can be put into: not a transformed one, nor one that is marked as deleted.
    static Collection requireOriginal(Tx tx, long id) throws SQLException {
        var collection = require(tx, id);
        if (!collection.transformType().isEmpty()) {
            throw new RefusedException(
                    "collection %d is a transformed one (%s): files go into original collections"
                            .formatted(id, collection.transformType()));
        }
        if (collection.deletedAt().isPresent()) {
            throw new RefusedException("collection %d is marked as deleted".formatted(id));
        }
        return collection;
    }

    static CollectionKey key(Collection collection) {
        return new CollectionKey(
                collection.sourceId(),
                LocalDateTime.ofInstant(collection.dataVersion(), ZoneOffset.UTC),
                collection.sample());
    }
}
