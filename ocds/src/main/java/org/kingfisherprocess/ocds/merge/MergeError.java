package org.kingfisherprocess.ocds.merge;

/// Why releases cannot be merged. An index is a release's place in the order of merging, from 0.
///
/// ```java
/// if (merger.compile(releases) instanceof MergeResult.Failed failed) {
///     System.err.println(failed.error().message());
/// }
/// ```
public sealed interface MergeError {

    String message();

    /// A release is a number, a string, a list, a word.
    record NonObjectRelease(int index) implements MergeError {
        @Override
        public String message() {
            return "Release at index %d must be an object".formatted(index);
        }
    }

    /// One of several releases has no `date`.
    record MissingDate(int index) implements MergeError {
        @Override
        public String message() {
            return "Release at index %d is missing a `date` field".formatted(index);
        }
    }

    /// One of several releases has a `date` of null.
    record NullDate(int index) implements MergeError {
        @Override
        public String message() {
            return "Release at index %d has a null `date` value".formatted(index);
        }
    }

    /// One of several releases has a `date` that is not a string.
    record NonStringDate(int index) implements MergeError {
        @Override
        public String message() {
            return "Release at index %d has a non-string `date` value".formatted(index);
        }
    }

    /// A release is older than the one before it. Only where the caller sorts: see [Merging].
    record OutOfOrder(int index, String previous, String current) implements MergeError {
        @Override
        public String message() {
            return "Release at index %d has the `date` value '%s', which is before '%s' of the previous release"
                    .formatted(index, current, previous);
        }
    }

    /// The `id` of an object in a list is a list, an object or a boolean.
    ///
    /// @param path the list's path: names joined by dots
    record InvalidId(String path) implements MergeError {
        @Override
        public String message() {
            return "An object in the /%s array has an `id` value that is not a string or number"
                    .formatted(path);
        }
    }

    /// Releases disagree on whether a field is a single value, an object or a list of objects.
    ///
    /// @param path names and ids, each after a slash
    /// @param previous what it was first
    /// @param current what it was then
    record InconsistentType(String path, String previous, String current) implements MergeError {
        @Override
        public String message() {
            return "An earlier release had %s for %s, but a later release has %s"
                    .formatted(previous, path, current);
        }
    }
}
