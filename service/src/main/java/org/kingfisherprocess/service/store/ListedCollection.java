package org.kingfisherprocess.service.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A collection as lists show it.
///
/// @param transformType empty for an original collection
public record ListedCollection(
        long id,
        String source,
        Instant dataVersion,
        boolean sample,
        String transformType,
        OptionalLong transformedFrom,
        Instant storeStartedAt,
        Optional<Instant> storeEndedAt,
        Optional<Instant> deletedAt,
        CollectionAmounts amounts) {}
