package org.kingfisherprocess.ocds.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.kingfisherprocess.ocds.json.CanonicalJson;

/// Splits packages into smaller ones with the same package data, one a line.
///
/// What stands behind the documents of a package belongs before those of its parts, so the same
/// file is read by two splitters: one ahead, which learns an item's package data, and one behind,
/// which passes its documents on. No package is held in memory.
///
/// @param documentsPerPackage how many a package may have, 1 or more
public record PackageSplit(int documentsPerPackage) {
    public PackageSplit {
        if (documentsPerPackage < 1) {
            throw new IllegalArgumentException(
                    "a package needs room for 1 document or more, was " + documentsPerPackage);
        }
    }

    /// Writes the smaller packages of one file; nothing of an item that breaks off, nothing for one
    /// without documents.
    ///
    /// @param ahead at the beginning of the file
    /// @param behind at the beginning of the same file
    /// @param problems is told what cannot be passed on
    public void write(
            Splitter ahead, Splitter behind, OutputStream lines, Consumer<Part.Problem> problems)
            throws IOException {
        while (true) {
            switch (ahead.next()) {
                case Part.ItemEnd(long _, CanonicalJson packageData, boolean whole) -> {
                    if (whole) {
                        writeItem(behind, packageData, lines);
                    } else {
                        passItem(behind);
                    }
                }
                case Part.Problem problem -> problems.accept(problem);
                case Part.End _ -> {
                    return;
                }
                case Part.ItemStart _, Part.DocumentRead _ -> {}
            }
        }
    }

    private void writeItem(Splitter behind, CanonicalJson packageData, OutputStream lines)
            throws IOException {
        var next = nextDocument(behind);
        while (next.isPresent()) {
            try (var writer = new PackageWriter(lines, next.get().kind(), packageData)) {
                for (int i = 0; i < documentsPerPackage && next.isPresent(); i++) {
                    writer.add(next.get().json());
                    next = nextDocument(behind);
                }
            }
            lines.write('\n');
        }
    }

    /// The next document of the item under way; none at its end.
    private static Optional<Document> nextDocument(Splitter splitter) throws IOException {
        while (true) {
            Part part = splitter.next();
            if (part instanceof Part.DocumentRead(Document document)) {
                return Optional.of(document);
            }
            if (part instanceof Part.ItemEnd || part instanceof Part.End) {
                return Optional.empty();
            }
        }
    }

    private static void passItem(Splitter splitter) throws IOException {
        while (nextDocument(splitter).isPresent()) {
            // Nothing of a broken item is passed on.
        }
    }
}
