package org.kingfisherprocess.supervisor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.kingfisherprocess.supervisor.wire.Message;

/// A child that was told to leave, and how it left.
record Leaving(Child child, CompletableFuture<Message> report) {
    /// A child keeps to the limit by itself, and needs a moment to say what it cut.
    private static final Duration GRACE = Duration.ofSeconds(5);

    /// Tells it; a child that is still there after the limit is ended.
    static Leaving of(Child child, boolean stop, Duration limit) {
        var report = new CompletableFuture<Message>();
        child.drain(stop);
        Thread.ofVirtual().start(() -> report.complete(await(child, limit)));
        return new Leaving(child, report);
    }

    Message await() {
        return report.join();
    }

    private static Message await(Child child, Duration limit) {
        var begun = System.nanoTime();
        var cut = new ArrayList<String>();
        if (!child.awaitGone(limit.plus(GRACE))) {
            cut.add(
                    "the process %d, which had not left after %d seconds"
                            .formatted(child.pid(), limit.toSeconds()));
            Say.warn("%s is ended: it had not left after %s".formatted(child.name(), limit));
            child.kill();
            child.gone().join();
        }
        var own = child.report();
        own.ifPresent(message -> cut.addAll(message.texts("cut")));
        var millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return Message.of("left")
                .with("child", child.name().toString())
                .with("milliseconds", millis)
                .with("served", own.flatMap(message -> message.number("served")).orElse(0L))
                .with("cut", cut);
    }
}
