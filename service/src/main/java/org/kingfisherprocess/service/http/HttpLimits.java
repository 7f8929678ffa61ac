package org.kingfisherprocess.service.http;

import java.time.Duration;

/// What one client may take. None of them is reached by a spider that does what it should.
public record HttpLimits(Sizes sizes, Times times, Connections connections) {
    /// What a request may bring, each over it answered 431 (header) or 413.
    ///
    /// @param headerBytes request line and header fields together
    /// @param bodyBytes a request's body, as sent and as unpacked
    /// @param fieldBytes each form field that is held in memory
    /// @param parts fields of one form
    public record Sizes(int headerBytes, long bodyBytes, int fieldBytes, int parts) {
        public Sizes {
            if (headerBytes < 1024 || bodyBytes < 1 || fieldBytes < 1 || parts < 1) {
                throw new IllegalArgumentException(
                        "HTTP limits must be positive, and headers at least 1024 bytes: headers %d, body %d, field %d, parts %d"
                                .formatted(headerBytes, bodyBytes, fieldBytes, parts));
            }
        }
    }

    /// How long a client may take.
    ///
    /// @param header from a request's first byte, or from a new connection's beginning, to the end
    ///   of its header; then 408
    /// @param idle a connection on which nothing moved for so long is closed
    /// @param request from a request's header to the last byte of its answer; a body that is later
    ///   is answered 408, anything else is cut
    /// @param minBytesPerSecond of a body and of an answer, on average over the time that the
    ///   client was waited for, after `header` of it; slower ones are answered 408 or cut; 0: any
    public record Times(Duration header, Duration idle, Duration request, long minBytesPerSecond) {
        public Times {
            if (!header.isPositive() || !idle.isPositive() || !request.isPositive()) {
                throw new IllegalArgumentException(
                        "HTTP times must be positive: header %s, idle %s, request %s"
                                .formatted(header, idle, request));
            }
            if (minBytesPerSecond < 0) {
                throw new IllegalArgumentException(
                        "the least rate must not be negative: " + minBytesPerSecond);
            }
        }

        public Times withHeader(Duration limit) {
            return new Times(limit, idle, request, minBytesPerSecond);
        }

        public Times withIdle(Duration limit) {
            return new Times(header, limit, request, minBytesPerSecond);
        }

        public Times withRequest(Duration limit) {
            return new Times(header, idle, limit, minBytesPerSecond);
        }

        public Times withMinBytesPerSecond(long rate) {
            return new Times(header, idle, request, rate);
        }
    }

    /// How many clients there may be.
    ///
    /// @param open connections, each with one request at a time; more wait in the backlog, none is
    ///   refused
    /// @param backlog connections that the kernel holds while all places are taken; those above it
    ///   are asked to try again by TCP itself. The kernel's own `net.core.somaxconn` caps it
    public record Connections(int open, int backlog) {
        public Connections {
            if (open < 1 || backlog < 1) {
                throw new IllegalArgumentException(
                        "there must be places for connections: open %d, backlog %d"
                                .formatted(open, backlog));
            }
        }
    }

    /// The reasons: a spider's header is under 1 KiB and comes in one piece. A body is streamed, so
    /// its limit only keeps one client from filling the disk. Fields are held in memory; a real one
    /// is a URL or a note, and there are ten. Spiders keep a connection for 240 seconds of idleness
    /// (Twisted's pool) and do not send a request again that meets a connection just closed: so we
    /// must wait longer than they do. 100 GiB in 12 hours is 2.5 MB a second; the least rate is
    /// that of a line from long ago. A waiting connection costs about 100 KB.
    public static final HttpLimits DEFAULTS =
            new HttpLimits(
                    new Sizes(32 << 10, 100L << 30, 1 << 20, 100),
                    new Times(
                            Duration.ofSeconds(30),
                            Duration.ofMinutes(5),
                            Duration.ofHours(12),
                            1 << 10),
                    new Connections(1000, 4096));

    /// What is read and thrown away of a body that was answered early, so that a client that reads
    /// only after it has sent everything gets the answer and not a reset: enough for common files,
    /// not enough to be an attack's lever.
    static final long DISCARDED_BYTES = 1L << 30;

    static final Duration DISCARD_TIME = Duration.ofSeconds(30);

    public HttpLimits with(Sizes others) {
        return new HttpLimits(others, times, connections);
    }

    public HttpLimits with(Times others) {
        return new HttpLimits(sizes, others, connections);
    }

    public HttpLimits with(Connections others) {
        return new HttpLimits(sizes, times, others);
    }
}
