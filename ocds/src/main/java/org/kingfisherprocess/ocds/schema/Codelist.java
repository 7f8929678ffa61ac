package org.kingfisherprocess.ocds.schema;

import java.util.List;
import java.util.Map;

/// The codes of a codelist.
///
/// ```java
/// var codes = OcdsSchema.of(OcdsVersion.V1_1).codelists().get("method").codes(); // open, selective, limited, direct
/// ```
///
/// @param deprecatedSince the deprecated codes, with the version since which they are
public record Codelist(String name, List<String> codes, Map<String, String> deprecatedSince) {

    public Codelist {
        codes = List.copyOf(codes);
        deprecatedSince = Map.copyOf(deprecatedSince);
    }
}
