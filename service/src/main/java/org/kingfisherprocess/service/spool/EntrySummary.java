package org.kingfisherprocess.service.spool;

import java.time.Instant;
import java.util.Optional;

/// An entry that is in the spool, for those who look at it.
///
/// @param setAside why and when, for one that was set aside
public record EntrySummary(
        Receipt receipt,
        Instant acknowledgedAt,
        Submission submission,
        long bodyBytes,
        boolean inline,
        Optional<Reason> setAside) {

    /// Why an entry was set aside, and after how many tries.
    ///
    /// @param retrying somebody asked for another try, and the reader has not finished it
    public record Reason(Instant at, int tries, String text, boolean retrying) {}
}
