package org.kingfisherprocess.ocds.format;

import java.util.List;
import org.kingfisherprocess.ocds.json.CanonicalJson;

/// A release, record or compiled release of a file.
///
/// @param ocid never empty
/// @param id its member `id`, a text or number; empty without one
/// @param date its member `date`, as it is written; empty without one
/// @param tags the texts in its member `tag`, or that member itself if it is a text
public record Document(
        Kind kind, CanonicalJson json, String ocid, String id, String date, List<String> tags) {

    /// What a document is, as the file's type says.
    public enum Kind {
        RELEASE,
        RECORD,
        COMPILED_RELEASE
    }

    public Document {
        tags = List.copyOf(tags);
        if (ocid.isEmpty()) {
            throw new IllegalArgumentException("a document needs an ocid");
        }
    }

    /// Whether it is tagged `compiled`.
    public boolean isTaggedCompiled() {
        return tags.contains("compiled");
    }
}
