package org.kingfisherprocess.ocds.merge;

import java.util.List;
import org.kingfisherprocess.ocds.json.JsonObject;

/// What merging came to: a release, with warnings; or an error.
///
/// ```java
/// switch (merger.compile(releases)) {
///     case MergeResult.Merged merged -> store(merged.release());
///     case MergeResult.Failed failed -> note(failed.error().message());
/// }
/// ```
public sealed interface MergeResult {

    /// The merged release, which may share values with the releases it was made from.
    record Merged(JsonObject release, List<MergeWarning> warnings) implements MergeResult {
        public Merged {
            warnings = List.copyOf(warnings);
        }
    }

    /// The first error, in the order of merging.
    record Failed(MergeError error) implements MergeResult {}
}
