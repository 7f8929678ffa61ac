package org.kingfisherprocess.ocds.schema;

import java.util.Map;
import org.kingfisherprocess.ocds.json.JsonObject;

/// An extension of OCDS: how it patches the release schema, and its codelists.
///
/// ```java
/// if (extensions.fromFolder(Path.of("ocds_lots_extension")) instanceof ExtensionResult.Loaded loaded) {
///     schema = schema.with(List.of(loaded.extension()));
/// }
/// ```
///
/// @param source the folder, archive or URL that it came from
/// @param metadata its `extension.json`, empty if it has none
/// @param releasePatch its `release-schema.json`, a merge patch, empty if it has none
/// @param codelists the text of its codelists (CSV) by file name, where `+` and `-` say: add to,
///   take from
public record Extension(
        String source,
        JsonObject metadata,
        JsonObject releasePatch,
        Map<String, String> codelists) {

    public Extension {
        codelists = Map.copyOf(codelists);
    }

    /// A release schema with this extension's patch applied. Members of the patch that are null are
    /// ignored: an extension cannot take fields away.
    public JsonObject patch(JsonObject releaseSchema) {
        var patch = MergePatch.withoutNulls(releasePatch);
        return (JsonObject) MergePatch.apply(releaseSchema, patch);
    }
}
