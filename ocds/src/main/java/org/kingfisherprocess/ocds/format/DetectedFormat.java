package org.kingfisherprocess.ocds.format;

import java.util.Optional;

/// How a file is built, as far as it tells itself.
///
/// @param format what its values are
/// @param concatenated whether a second top-level value follows the first
/// @param array whether the value at the path looked at is an array of such values
public record DetectedFormat(Format format, boolean concatenated, boolean array) {
    /// The data type by which a sender would call it; empty where it has no documents that can be
    /// stored.
    public Optional<DataType> dataType() {
        return switch (format) {
            case RECORD_PACKAGE -> either(DataType.RECORD_PACKAGE, DataType.RECORD_PACKAGE_LIST);
            case RELEASE_PACKAGE -> either(DataType.RELEASE_PACKAGE, DataType.RELEASE_PACKAGE_LIST);
            case RECORD -> either(DataType.RECORD_DOCUMENT, DataType.RECORD_LIST);
            case RELEASE -> either(DataType.RELEASE_DOCUMENT, DataType.RELEASE_LIST);
            case COMPILED_RELEASE -> compiledRelease();
            case VERSIONED_RELEASE, EMPTY_PACKAGE -> Optional.empty();
        };
    }

    private Optional<DataType> either(DataType one, DataType list) {
        return Optional.of(array ? list : one);
    }

    /// Senders have no name for an array of them.
    private Optional<DataType> compiledRelease() {
        return array ? Optional.empty() : Optional.of(DataType.COMPILED_RELEASE_DOCUMENT);
    }
}
