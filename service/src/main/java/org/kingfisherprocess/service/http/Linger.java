package org.kingfisherprocess.service.http;

import java.time.Duration;

/// How a server leaves.
///
/// @param settle how long no connection must have been seen before the last one counts as gone: a
///   connection that the kernel has accepted may not have reached us yet
/// @param idle how long a kept-alive connection without a request is kept open: a request may be on
///   its way in it
/// @param delivered the same for one on which something was delivered: its client may send at any
///   moment, and will not send again what meets a closed connection
/// @param limit after which whatever is left is cut
public record Linger(Duration settle, Duration idle, Duration delivered, Duration limit) {
    /// For a reload. Spiders close idle connections after 240 seconds, so that waiting for longer
    /// loses nothing.
    public static final Linger RELOAD =
            new Linger(
                    Duration.ofMillis(1500),
                    Duration.ofSeconds(250),
                    Duration.ofSeconds(250),
                    Duration.ofHours(12));

    /// For stopping altogether: what is under way is answered, and clients that only keep a
    /// connection are not waited for.
    public static final Linger STOP =
            new Linger(
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(60));

    /// The same with another limit.
    public Linger withLimit(Duration other) {
        return new Linger(settle, idle, delivered, other);
    }

    /// The same, but those who delivered something are waited for until the limit.
    public Linger loyal() {
        return new Linger(settle, idle, limit, limit);
    }
}
