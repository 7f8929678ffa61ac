package org.kingfisherprocess.service.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.kingfisherprocess.ocds.format.DataType;
import org.kingfisherprocess.ocds.format.Detection;
import org.kingfisherprocess.ocds.format.FormatDetector;

/// Published files in a folder and below: those that are OCDS, as far as their beginning tells.
final class FolderFiles {
    /// A package's first megabyte tells what it is.
    private static final long ENOUGH_TO_DETECT = 1 << 20;

    private FolderFiles() {}

    /// In the order of their names.
    ///
    /// @throws DemoException if there is none
    static List<Offer> in(Path folder) {
        var offers = new ArrayList<Offer>();
        try (var paths = Files.walk(folder)) {
            for (var path : json(paths)) {
                dataType(path)
                        .map(type -> offer(folder.relativize(path).toString(), type, path))
                        .ifPresent(offers::add);
            }
        } catch (IOException e) {
            throw new DemoException("cannot read the files in " + folder, e);
        }
        if (offers.isEmpty()) {
            throw new DemoException(
                    "there are no OCDS files (releases, records or packages of them, *.json) in "
                            + folder);
        }
        return List.copyOf(offers);
    }

    private static List<Path> json(Stream<Path> paths) {
        return paths.filter(path -> path.toString().endsWith(".json"))
                .filter(Files::isRegularFile)
                .sorted()
                .toList();
    }

    private static Offer offer(String name, DataType type, Path path) {
        return new Offer(name, type.typeName(), OptionalLong.empty(), out -> Files.copy(path, out));
    }

    private static Optional<DataType> dataType(Path path) throws IOException {
        try (var input = new BufferedInputStream(Files.newInputStream(path))) {
            return FormatDetector.DEFAULT.detectBeginning(input, ENOUGH_TO_DETECT)
                            instanceof Detection.Detected(var format)
                    ? format.dataType()
                    : Optional.empty();
        }
    }
}
