package org.kingfisherprocess.ocds.format;

/// What a [FormatDetector] found out.
public sealed interface Detection {
    /// The file is of this format.
    record Detected(DetectedFormat format) implements Detection {}

    /// The file is JSON, but nothing of OCDS.
    record Unknown(String message) implements Detection {}

    /// The file is not JSON. The message names line, column and byte.
    record NotJson(String message) implements Detection {}

    /// There is nothing at the path where the value should be.
    record NothingAtPath(String rootPath) implements Detection {}
}
