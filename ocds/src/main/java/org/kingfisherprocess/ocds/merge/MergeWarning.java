package org.kingfisherprocess.ocds.merge;

/// Something that merging could handle, but that its reader should know.
///
/// ```java
/// for (var warning : merged.warnings()) {
///     switch (warning) {
///         case MergeWarning.DuplicateId duplicate -> count(duplicate.path());
///         case MergeWarning.RepeatedDate repeated -> log(repeated.message());
///     }
/// }
/// ```
public sealed interface MergeWarning {

    String message();

    /// Several objects of one list of one release have the same id: they were merged, later ones
    /// winning.
    ///
    /// @param id the id as text
    /// @param path the list's path: names joined by dots
    record DuplicateId(String id, String path) implements MergeWarning {
        @Override
        public String message() {
            return "Multiple objects have the `id` value '%s' in the `%s` array"
                    .formatted(id, path);
        }
    }

    /// A release has the date of the one before it: their order, and so the result, may be chance.
    ///
    /// @param index the release's place in the order of merging, from 0
    record RepeatedDate(String date, int index) implements MergeWarning {
        @Override
        public String message() {
            return "Release at index %d has the `date` value '%s' of the previous release"
                    .formatted(index, date);
        }
    }
}
