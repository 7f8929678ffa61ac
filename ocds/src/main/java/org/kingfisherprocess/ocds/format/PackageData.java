package org.kingfisherprocess.ocds.format;

import java.util.List;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonWriter;

/// What every package has beside its documents. The words are the publisher's; nothing is checked.
///
/// @param extensions addresses of extensions; without any, the package has no such member
public record PackageData(
        String uri,
        String publisherName,
        String publishedDate,
        String version,
        List<String> extensions) {

    /// The version that packages have unless somebody says otherwise.
    public static final String DEFAULT_VERSION = "1.1";

    public PackageData {
        extensions = List.copyOf(extensions);
    }

    /// As the members of a package.
    public CanonicalJson toCanonicalJson() {
        var members =
                new JsonObject()
                        .put("uri", new JsonString(uri))
                        .put(
                                "publisher",
                                new JsonObject().put("name", new JsonString(publisherName)))
                        .put("publishedDate", new JsonString(publishedDate))
                        .put("version", new JsonString(version));
        if (!extensions.isEmpty()) {
            var list = new JsonArray();
            extensions.forEach(extension -> list.add(new JsonString(extension)));
            members.put("extensions", list);
        }
        return CanonicalJson.of(JsonWriter.toBytes(members), JsonLimits.DEFAULT);
    }
}
