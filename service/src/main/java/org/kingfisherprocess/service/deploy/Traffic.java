package org.kingfisherprocess.service.deploy;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.service.release.JsonFields;

/// Requests answered, and those answered with 5xx, counted over several processes: each has its own
/// counters, which begin at zero with it, and is known by when it started.
///
/// A process that was there before is counted from when it is first seen; one that started later
/// from its start. What a process answers after it was last seen is missing. Thread-safe.
final class Traffic {
    private static final Pattern START =
            Pattern.compile("^process_start_time_seconds(?:\\{[^}]*})? (\\S+)", Pattern.MULTILINE);
    private static final Pattern REQUESTS =
            Pattern.compile(
                    "^kingfisher_process_request_seconds_count\\{([^}]*)} (\\S+)",
                    Pattern.MULTILINE);
    private static final String SERVER_ERROR = "status=\"5";

    private record Counts(long all, long failed) {
        private static final Counts NONE = new Counts(0, 0);

        Counts minus(Counts other) {
            return new Counts(all - other.all, failed - other.failed);
        }

        Counts plus(Counts other) {
            return new Counts(all + other.all, failed + other.failed);
        }
    }

    private record Seen(Counts first, Counts last) {}

    /// What was counted.
    record Total(long answered, long failed) {
        Total minus(Total before) {
            return new Total(answered - before.answered, failed - before.failed);
        }

        /// The part that failed, of 1.
        double share() {
            return answered == 0 ? 0 : (double) failed / (double) answered;
        }
    }

    private final double since;
    private final Map<String, Seen> processes = new HashMap<>();

    /// @param since in seconds of the epoch: processes that started later are counted from zero
    Traffic(double since) {
        this.since = since;
    }

    /// Takes in what a process says of itself, in Prometheus' text format.
    synchronized void see(String metrics) {
        var start = START.matcher(metrics);
        if (!start.find()) {
            return;
        }
        var process = start.group(1);
        var now = counts(metrics);
        var first = Double.parseDouble(process) > since ? Counts.NONE : now;
        processes.merge(process, new Seen(first, now), (known, _) -> new Seen(known.first(), now));
    }

    synchronized Total total() {
        var sum = Counts.NONE;
        for (var seen : processes.values()) {
            sum = sum.plus(seen.last().minus(seen.first()));
        }
        return new Total(sum.all(), sum.failed());
    }

    /// To be kept, so that another executor goes on counting.
    synchronized JsonObject json() {
        var json = new JsonObject();
        processes.forEach((process, seen) ->
                json.put(
                        process,
                        new JsonObject()
                                .put("first_all", JsonNumber.of(seen.first().all()))
                                .put("first_failed", JsonNumber.of(seen.first().failed()))
                                .put("last_all", JsonNumber.of(seen.last().all()))
                                .put("last_failed", JsonNumber.of(seen.last().failed()))));
        return json;
    }

    synchronized void restore(JsonFields kept) {
        for (int i = 0; i < kept.object().size(); i++) {
            var process = kept.object().nameAt(i);
            kept.fields(process)
                    .ifPresent(fields ->
                            processes.put(
                                    process,
                                    new Seen(counts(fields, "first"), counts(fields, "last"))));
        }
    }

    private static Counts counts(JsonFields fields, String which) {
        return new Counts(
                fields.number(which + "_all").orElse(0L),
                fields.number(which + "_failed").orElse(0L));
    }

    private static Counts counts(String metrics) {
        long all = 0;
        long failed = 0;
        var matcher = REQUESTS.matcher(metrics);
        while (matcher.find()) {
            long count = (long) Double.parseDouble(matcher.group(2));
            all += count;
            failed += matcher.group(1).contains(SERVER_ERROR) ? count : 0;
        }
        return new Counts(all, failed);
    }
}
