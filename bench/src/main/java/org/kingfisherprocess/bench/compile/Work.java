package org.kingfisherprocess.bench.compile;

import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.TransformType;

/// What is measured: a kind of collection, and what is made of it.
enum Work {
    COMPILE_RELEASES("compile releases", TransformType.COMPILE, 5, 0),
    UPGRADE_RELEASES("upgrade", TransformType.UPGRADE, 1, 0),
    COMPILE_SMALL_FILES("compile files of a record", TransformType.COMPILE, 1, 63),
    UPGRADE_SMALL_FILES("upgrade files of a release", TransformType.UPGRADE, 1, 88);

    private final String text;
    private final TransformType type;
    private final int sourcesPerResult;
    private final int original;

    /// @param original how many a second the Python original did, of documents as large; 0 where
    ///   that cannot be compared
    Work(String text, TransformType type, int sourcesPerResult, int original) {
        this.text = text;
        this.type = type;
        this.sourcesPerResult = sourcesPerResult;
        this.original = original;
    }

    String text() {
        return text;
    }

    TransformType type() {
        return type;
    }

    /// How many documents come of so many.
    int results(int documents) {
        return documents / sourcesPerResult;
    }

    /// "27 times", or nothing.
    String comparedToOriginal(double perSecond) {
        return original == 0 ? "" : "%,.0f times".formatted(perSecond / original);
    }

    /// The collection, in an empty database.
    void make(Database database, int documents) {
        switch (this) {
            case COMPILE_RELEASES, UPGRADE_RELEASES -> ReleaseRows.make(database, documents);
            case COMPILE_SMALL_FILES -> SmallFileRows.records(database, documents);
            case UPGRADE_SMALL_FILES -> SmallFileRows.releases(database, documents);
        }
    }
}
