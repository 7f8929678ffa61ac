package org.kingfisherprocess.ocds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.Arguments;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;

/// Data of tests: pairs of files `name.json` and `name.expected.json`, and the folder of shared
/// data, where it is.
public final class Fixtures {

    private static final String EXPECTED = ".expected.json";

    private Fixtures() {}

    /// The pairs in a folder beside the test classes of a room.
    public static Stream<Arguments> pairs(String room) {
        var folder = Path.of("src/test/resources/org/kingfisherprocess/ocds").resolve(room);
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(EXPECTED))
                    .sorted()
                    .map(Fixtures::pair)
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Arguments pair(Path expected) {
        var name = expected.getFileName().toString().replace(EXPECTED, "");
        return Arguments.of(
                Named.of(name, read(expected.resolveSibling(name + ".json"))),
                Named.of("expected", read(expected)));
    }

    public static JsonObject read(Path file) {
        try {
            return (JsonObject) JsonReader.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A folder beside the checkout. The test is skipped where there is none.
    public static Path shared(String folder) {
        var top = Path.of("").toAbsolutePath();
        while (top != null && !Files.exists(top.resolve("build"))) {
            top = top.getParent();
        }
        Assumptions.assumeTrue(top != null, "not in a checkout");
        var shared = Path.of(String.valueOf(top)).resolveSibling("shared").resolve(folder);
        Assumptions.assumeTrue(Files.isDirectory(shared), "no folder " + shared);
        return shared;
    }
}
