package org.kingfisherprocess.service.http;

import java.time.Duration;
import java.util.List;

/// How a drain went.
///
/// @param served requests answered since it began
/// @param cut requests that were still under way at the limit, one line each
public record DrainReport(Duration took, long served, List<String> cut) {
    public DrainReport {
        cut = List.copyOf(cut);
    }
}
