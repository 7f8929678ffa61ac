package org.kingfisherprocess.service.http;

import java.time.Duration;

/// What one client may take. None of them is reached by a spider that does what it should.
///
/// @param headerBytes request line and header fields together; more is answered 431
/// @param bodyBytes a request's body, as sent and as unpacked; more is answered 413
/// @param fieldBytes each form field that is held in memory; more is answered 413
/// @param parts fields of one form; more is answered 413
/// @param idle a connection on which nothing moved for so long is closed
/// @param requestTime from a request's first byte to the last of its body; later is answered 408
/// @param concurrentRequests connections, each with one request at a time; more wait in the
///   socket's backlog, none is refused
public record HttpLimits(
        int headerBytes,
        long bodyBytes,
        int fieldBytes,
        int parts,
        Duration idle,
        Duration requestTime,
        int concurrentRequests) {
    /// The reasons: a spider's header is under 1 KiB. A body is streamed, so its limit only keeps
    /// one client from filling the disk. Fields are held in memory; a real one is a URL or a note,
    /// and there are ten. Spiders keep a connection for 240 seconds of idleness (Twisted's pool)
    /// and do not send a request again that meets a connection just closed: so we must wait longer
    /// than they do. 100 GiB in 12 hours is 2.5 MB a second. A waiting connection costs about 100
    /// KB.
    public static final HttpLimits DEFAULTS =
            new HttpLimits(
                    32 << 10,
                    100L << 30,
                    1 << 20,
                    100,
                    Duration.ofMinutes(5),
                    Duration.ofHours(12),
                    1000);

    /// What is read and thrown away of a body that was answered early, so that a client that reads
    /// only after it has sent everything gets the answer and not a reset: enough for common files,
    /// not enough to be an attack's lever.
    static final long DISCARDED_BYTES = 1L << 30;

    static final Duration DISCARD_TIME = Duration.ofSeconds(30);

    public HttpLimits {
        if (headerBytes < 1024
                || bodyBytes < 1
                || fieldBytes < 1
                || parts < 1
                || concurrentRequests < 1) {
            throw new IllegalArgumentException(
                    "HTTP limits must be positive, and headers at least 1024 bytes: headers %d, body %d, field %d, parts %d, requests %d"
                            .formatted(
                                    headerBytes, bodyBytes, fieldBytes, parts, concurrentRequests));
        }
        if (!idle.isPositive() || !requestTime.isPositive()) {
            throw new IllegalArgumentException(
                    "HTTP times must be positive: idle %s, request %s"
                            .formatted(idle, requestTime));
        }
    }
}
