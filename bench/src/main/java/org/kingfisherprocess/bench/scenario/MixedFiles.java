package org.kingfisherprocess.bench.scenario;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.kingfisherprocess.bench.load.FileSource;
import org.kingfisherprocess.bench.load.Sample;

/// An endless stream of files of 1 to 1,000 releases, most of them small, as spiders bring them.
/// Thread-safe.
public final class MixedFiles implements Supplier<Optional<Sample>> {
    private final FileSource files;
    private final RandomGenerator random;
    private int number;

    public MixedFiles(FileSource files, RandomGenerator random) {
        this.files = files;
        this.random = random;
    }

    @Override
    public Optional<Sample> get() {
        return Optional.of(next());
    }

    public Sample next() {
        String name;
        int releases;
        synchronized (random) {
            name = "%s-%06d.json".formatted(files.run(), number++);
            releases = releases(random.nextInt(100));
        }
        return files.file(name, releases);
    }

    private int releases(int percent) {
        if (percent < 70) {
            return random.nextInt(1, 6);
        }
        if (percent < 92) {
            return random.nextInt(6, 51);
        }
        return percent < 99 ? random.nextInt(51, 201) : random.nextInt(201, 1_001);
    }
}
