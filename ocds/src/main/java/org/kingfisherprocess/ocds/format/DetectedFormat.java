package org.kingfisherprocess.ocds.format;

/// How a file is built, as far as it tells itself.
///
/// @param format what its values are
/// @param concatenated whether a second top-level value follows the first
/// @param array whether the value at the path looked at is an array of such values
public record DetectedFormat(Format format, boolean concatenated, boolean array) {}
