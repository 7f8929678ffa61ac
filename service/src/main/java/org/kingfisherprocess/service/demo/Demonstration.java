package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The whole demonstration: what it needs is made, the story is told, and everything is taken away
/// again. Closing it ends what it has started, also in the middle of the story.
public final class Demonstration implements AutoCloseable {
    private static final Duration LEFT_WITHIN = Duration.ofSeconds(10);

    /// The project's own files, in every distribution.
    private static final String SAMPLES = "samples";

    private final Options options;
    private final Surroundings surroundings;
    private final Screen screen;
    private final Opened opened = new Opened();
    private volatile Optional<Path> kept = Optional.empty();

    /// What a person may choose.
    ///
    /// @param files a folder of published files; empty: the project's own samples
    /// @param work where its folder is made
    /// @param port of the page; 0 for a free one
    /// @param keep whether its folder is kept
    public record Options(Optional<Path> files, Path work, int port, boolean keep) {}

    public Demonstration(Options options, Surroundings surroundings, Screen screen) {
        this.options = options;
        this.surroundings = surroundings;
        this.screen = screen;
    }

    /// Returns the account. What was started is still there: the server, its tables, and the page.
    public Account run() throws InterruptedException {
        surroundings.logWarningsAlone();
        var distribution =
                surroundings
                        .distribution()
                        .orElseThrow(() ->
                                new DemoException(
                                        "the demonstration installs and deploys this program, so it must be run from a distribution or by the launcher of a checkout"));
        var files = FolderFiles.in(options.files().orElse(distribution.resolve(SAMPLES)));
        var work = WorkFolder.make(options.work());
        opened.add(work, () -> leave(work));
        var progress = new Progress(screen);
        var book = new Book();
        var watch = new Watch(progress, book, screen);
        watch.isAt(opened.add(Page.start(options.port(), watch::picture)).address());
        opened.add(watch).start();
        try {
            var scene = new Scene(work, distribution, files, surroundings);
            return new Story(scene, progress, book, watch, opened).tell();
        } catch (IOException e) {
            throw new DemoException("the demonstration broke off: " + e, e);
        }
    }

    /// Returns when everything that it has started has ended, and its folder is deleted.
    @Override
    public void close() {
        opened.close();
    }

    /// Its folder, once it is closed, where that was to be kept.
    public Optional<Path> kept() {
        return kept;
    }

    private void leave(WorkFolder work) {
        new OwnProcesses(work).end(LEFT_WITHIN);
        if (options.keep()) {
            kept = Optional.of(work.path());
        } else {
            work.delete();
        }
    }
}
