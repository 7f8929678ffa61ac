package org.kingfisherprocess.service.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// What the tests of the spool do again and again.
final class Spools {
    /// Small segments, so that tests fill many of them.
    static final SpoolLimits SMALL = new SpoolLimits(0, 4_096, 1 << 16, 100, 400);

    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(200);

    private Spools() {}

    static Receipt append(SpoolWriter writer, String group, String label, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        var submission = new Submission(group, label, false, Map.of("kind", "file"));
        try (var body = writer.newBody()) {
            for (int at = 0; at < bytes.length; at += 1_000) {
                body.write(bytes, at, Math.min(1_000, bytes.length - at));
            }
            return writer.append(submission, body);
        }
    }

    static Receipt close(SpoolWriter writer, String group) {
        return writer.append(new Submission(group, "end of " + group, true, Map.of()));
    }

    static String body(Entry entry) throws IOException {
        try (var body = entry.openBody()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    /// Takes and finishes everything that is pending.
    static Map<Receipt, String> drain(SpoolReader reader) throws Exception {
        var taken = new HashMap<Receipt, String>();
        long deadline = System.nanoTime() + SOON.toNanos();
        var next = reader.take(SHORT);
        while (next.isPresent() || reader.status().pending() > 0) {
            if (next.isPresent()) {
                taken.put(next.get().receipt(), body(next.get()));
                reader.finished(next.get());
            } else if (System.nanoTime() > deadline) {
                throw new AssertionError("still pending: " + reader.status());
            }
            next = reader.take(SHORT);
        }
        return taken;
    }
}
