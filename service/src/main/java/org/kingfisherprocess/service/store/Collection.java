package org.kingfisherprocess.service.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// A row of `collection`.
///
/// @param transformType empty for an original collection
/// @param format of its first file, in words; empty where none came
public record Collection(
        long id,
        String sourceId,
        Instant dataVersion,
        boolean sample,
        String transformType,
        String format,
        OptionalLong transformedFrom,
        boolean checkData,
        boolean checkOlderData,
        Instant storeStartedAt,
        Optional<Instant> storeEndedAt,
        Optional<Instant> deletedAt) {}
