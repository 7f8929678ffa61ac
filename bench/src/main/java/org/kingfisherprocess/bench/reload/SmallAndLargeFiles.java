package org.kingfisherprocess.bench.reload;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.Sample;

/// An endless stream of files of one release, with some larger ones among them, and one in two
/// hundred that is too large to be written with others into a segment. Small enough that loading
/// follows hundreds of thousands. Thread-safe.
final class SmallAndLargeFiles implements Supplier<Optional<Sample>> {
    private static final int EVERY_LARGER = 20;
    private static final int EVERY_LARGE = 200;
    private static final int LARGER_RELEASES = 5;
    private static final int LARGE_RELEASES = 60;

    private final FileSource files;
    private final AtomicInteger number = new AtomicInteger();

    SmallAndLargeFiles(FileSource files) {
        this.files = files;
    }

    @Override
    public Optional<Sample> get() {
        var next = number.incrementAndGet();
        return Optional.of(files.file("%s-%07d.json".formatted(files.run(), next), releases(next)));
    }

    private static int releases(int number) {
        if (number % EVERY_LARGE == 0) {
            return LARGE_RELEASES;
        }
        return number % EVERY_LARGER == 0 ? LARGER_RELEASES : 1;
    }
}
