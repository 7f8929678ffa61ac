package org.kingfisherprocess.service.http;

import java.time.Duration;
import java.util.List;

/// How a drain went.
///
/// @param served requests answered since it began
/// @param cut requests that were still under way at the limit, one line each: which, for how long,
///   and who was being waited for
/// @param unused connections without a request that were still open at the limit: closed without a
///   loss, unless a request was on its way in one
public record DrainReport(Duration took, long served, List<String> cut, int unused) {
    public DrainReport {
        cut = List.copyOf(cut);
    }
}
