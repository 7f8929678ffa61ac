package org.kingfisherprocess.ocds.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.kingfisherprocess.ocds.json.JsonScanner;
import org.kingfisherprocess.ocds.json.JsonScanner.Token;

/// What a value looks like that is not what it should be: enough to tell the sender which data type
/// would fit.
final class Shape {
    private static final List<byte[]> TELLING_NAMES =
            List.of(
                    "results".getBytes(UTF_8),
                    "ocdsReleasePackage".getBytes(UTF_8),
                    "Release".getBytes(UTF_8),
                    "releases".getBytes(UTF_8),
                    "records".getBytes(UTF_8),
                    "ocid".getBytes(UTF_8));

    private final boolean array;
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> namesInResults = new LinkedHashSet<>();

    private Shape(boolean array) {
        this.array = array;
    }

    static Shape ofObject() {
        return new Shape(false);
    }

    /// Reads the object or array just begun to its end.
    static Shape read(JsonScanner scanner, Token first) throws IOException {
        var shape = new Shape(first == Token.START_ARRAY);
        if (shape.array) {
            readElements(scanner, shape.names);
        } else {
            while (scanner.next() == Token.NAME) {
                shape.note(scanner);
                shape.readMember(scanner);
            }
        }
        return shape;
    }

    /// Notes the name just read.
    void note(JsonScanner scanner) {
        note(scanner, names);
    }

    /// The data type that would fit, if it can be told.
    Optional<DataType> fits() {
        if (array) {
            return listOf(names);
        }
        if (names.contains("results")) {
            return namesInResults.contains("ocdsReleasePackage")
                    ? Optional.of(
                            DataType.RELEASE_PACKAGE_IN_OCDS_RELEASE_PACKAGE_IN_LIST_IN_RESULTS)
                    : listOf(namesInResults).map(Shape::inResults);
        }
        if (names.contains("Release")) {
            return Optional.of(DataType.RELEASE_IN_RELEASE);
        }
        return one(names);
    }

    private static DataType inResults(DataType list) {
        return list == DataType.RECORD_PACKAGE_LIST
                ? DataType.RECORD_PACKAGE_LIST_IN_RESULTS
                : DataType.RELEASE_PACKAGE_LIST_IN_RESULTS;
    }

    private static Optional<DataType> listOf(Set<String> names) {
        return one(names)
                .flatMap(one ->
                        switch (one) {
                            case RECORD_DOCUMENT -> Optional.of(DataType.RECORD_LIST);
                            case RELEASE_DOCUMENT -> Optional.of(DataType.RELEASE_LIST);
                            case RECORD_PACKAGE -> Optional.of(DataType.RECORD_PACKAGE_LIST);
                            case RELEASE_PACKAGE -> Optional.of(DataType.RELEASE_PACKAGE_LIST);
                            default -> Optional.empty();
                        });
    }

    private static Optional<DataType> one(Set<String> names) {
        if (names.contains("records")) {
            return Optional.of(DataType.RECORD_PACKAGE);
        }
        boolean ocid = names.contains("ocid");
        if (names.contains("releases")) {
            return Optional.of(ocid ? DataType.RECORD_DOCUMENT : DataType.RELEASE_PACKAGE);
        }
        return ocid ? Optional.of(DataType.RELEASE_DOCUMENT) : Optional.empty();
    }

    private void readMember(JsonScanner scanner) throws IOException {
        boolean results = scanner.nameIs(TELLING_NAMES.getFirst());
        int depth = scanner.depth();
        Token value = scanner.next();
        if (results && value == Token.START_ARRAY) {
            readElements(scanner, namesInResults);
        } else {
            scanner.skipTo(depth);
        }
    }

    /// Notes the names in the first object of the array just begun, and reads the array to its end.
    private static void readElements(JsonScanner scanner, Set<String> names) throws IOException {
        int depth = scanner.depth();
        while (scanner.next() != Token.END_ARRAY) {
            if (scanner.depth() > depth && names.isEmpty()) {
                readNames(scanner, depth, names);
            }
            scanner.skipTo(depth);
        }
    }

    private static void readNames(JsonScanner scanner, int depth, Set<String> names)
            throws IOException {
        while (scanner.depth() > depth) {
            if (scanner.next() == Token.NAME && scanner.depth() == depth + 1) {
                note(scanner, names);
            }
        }
    }

    private static void note(JsonScanner scanner, Set<String> names) {
        for (byte[] name : TELLING_NAMES) {
            if (scanner.nameIs(name)) {
                names.add(new String(name, UTF_8));
            }
        }
    }
}
