package org.kingfisherprocess.service.spool;

import java.time.Instant;
import java.util.Optional;

/// How the spool stands. Entries that are being loaded count as pending.
///
/// @param oldestPending when the oldest pending entry was acknowledged
/// @param damaged records, and stretches of bytes, that could not be read, of which copies are kept
/// @param reader process id of the reader, if one is open
public record SpoolStatus(
        long pending,
        long pendingBytes,
        Optional<Instant> oldestPending,
        long setAside,
        long damaged,
        int segments,
        int spares,
        int writers,
        long freeBytes,
        long reserveBytes,
        Optional<String> reader) {

    /// Whether appends are refused for want of space.
    public boolean full() {
        return freeBytes < reserveBytes;
    }
}
