package org.kingfisherprocess.ocds.format;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How the sender of a file says it is built: the data types of Kingfisher Process, version 1.
///
/// Wherever a single value is expected, several may follow one another (concatenated JSON): each is
/// an item. JSON lines differ in that a broken line does not break the file.
public enum DataType {
    /// One record.
    RECORD_DOCUMENT("record"),
    /// One release.
    RELEASE_DOCUMENT("release"),
    /// One compiled release.
    COMPILED_RELEASE_DOCUMENT("compiled_release"),
    /// An array of records.
    RECORD_LIST("record_list"),
    /// An array of releases.
    RELEASE_LIST("release_list"),
    /// One record package.
    RECORD_PACKAGE("record_package"),
    /// One release package.
    RELEASE_PACKAGE("release_package"),
    /// An array of record packages.
    RECORD_PACKAGE_LIST("record_package_list"),
    /// An array of release packages.
    RELEASE_PACKAGE_LIST("release_package_list"),
    /// An object whose member `results` is an array of record packages.
    RECORD_PACKAGE_LIST_IN_RESULTS("record_package_list_in_results"),
    /// An object whose member `results` is an array of release packages.
    RELEASE_PACKAGE_LIST_IN_RESULTS("release_package_list_in_results"),
    /// Record packages, one a line.
    RECORD_PACKAGE_JSON_LINES("record_package_json_lines"),
    /// Release packages, one a line.
    RELEASE_PACKAGE_JSON_LINES("release_package_json_lines"),
    /// An object whose member `results` is an array of objects, each of which has a release package
    /// as its member `ocdsReleasePackage`.
    RELEASE_PACKAGE_IN_OCDS_RELEASE_PACKAGE_IN_LIST_IN_RESULTS(
            "release_package_in_ocdsReleasePackage_in_list_in_results"),
    /// An object whose member `Release` is a release.
    RELEASE_IN_RELEASE("release_in_Release"),
    /// Objects, one a line, each of which has a release as its member `Release`.
    RELEASE_IN_RELEASE_JSON_LINES("release_in_Release_json_lines");

    private static final Map<String, DataType> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(DataType::typeName, Function.identity()));

    private final String typeName;

    DataType(String typeName) {
        this.typeName = typeName;
    }

    /// The data type with this name, as senders write it; case matters.
    public static Optional<DataType> of(String typeName) {
        return Optional.ofNullable(BY_NAME.get(typeName));
    }

    /// The name that senders use.
    public String typeName() {
        return typeName;
    }
}
