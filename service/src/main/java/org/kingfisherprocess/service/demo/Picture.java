package org.kingfisherprocess.service.demo;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The demonstration at one moment.
///
/// @param begun when each stage began, counted from the beginning; the last one goes on
/// @param doing what the command that runs said last
/// @param said what was told so far, the oldest first
/// @param samples from the beginning of the crawl
/// @param page where it is shown in a browser
/// @param account present at the end
public record Picture(
        Duration elapsed,
        List<StageBegun> begun,
        String doing,
        List<Said> said,
        Crawled crawled,
        List<Generation> generations,
        List<HeldLock> held,
        List<Sample> samples,
        URI page,
        Optional<Account> account) {
    /// A stage, and when it began.
    public record StageBegun(Stage stage, Duration at) {}

    /// A line of the story.
    public record Said(Duration at, String line) {}

    /// What spiders and the server have done so far.
    ///
    /// @param loaded empty sets count as none
    /// @param waiting acknowledged and not loaded, as the server counts
    public record Crawled(
            long sent,
            long acknowledged,
            long failed,
            long loaded,
            long waiting,
            Latencies acknowledging) {
        static final Crawled NOTHING = new Crawled(0, 0, 0, 0, 0, Latencies.NONE);
    }

    public Picture {
        begun = List.copyOf(begun);
        said = List.copyOf(said);
        generations = List.copyOf(generations);
        held = List.copyOf(held);
        samples = List.copyOf(samples);
    }

    public Stage stage() {
        return begun.isEmpty() ? Stage.PREPARE : begun.getLast().stage();
    }

    /// The newest look, if there was one.
    public Optional<Sample> last() {
        return samples.isEmpty() ? Optional.empty() : Optional.of(samples.getLast());
    }
}
