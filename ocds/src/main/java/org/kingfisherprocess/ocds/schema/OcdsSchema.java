package org.kingfisherprocess.ocds.schema;

import java.util.List;
import java.util.Map;
import org.kingfisherprocess.ocds.json.JsonObject;

/// The schemas of a version of OCDS, patched by extensions or not, as JSON Schema documents of
/// draft 4. Immutable, as long as nobody changes the documents that it gives out.
///
/// ```java
/// var schema = OcdsSchema.of(OcdsVersion.V1_1).with(List.of(lots));
/// var merger = new Merger(MergeRules.fromSchema(schema.release()));
/// ```
public final class OcdsSchema {

    private static final Map<OcdsVersion, OcdsSchema> BUILT =
            Map.of(
                    OcdsVersion.V1_0, build(OcdsVersion.V1_0),
                    OcdsVersion.V1_1, build(OcdsVersion.V1_1));

    private final JsonObject release;
    private final JsonObject releasePackage;
    private final JsonObject recordPackage;
    private final JsonObject versionedRelease;
    private final Map<String, Codelist> codelists;

    private OcdsSchema(
            JsonObject release,
            JsonObject releasePackage,
            JsonObject recordPackage,
            Map<String, Codelist> codelists) {
        this.release = release;
        this.releasePackage = releasePackage;
        this.recordPackage = recordPackage;
        this.versionedRelease = new VersionedSchema(release).build();
        this.codelists = Map.copyOf(codelists);
    }

    /// The schemas as this library describes them: those of 1.0.3 and 1.1.5.
    public static OcdsSchema of(OcdsVersion version) {
        var schema = BUILT.get(version);
        if (schema == null) {
            throw new IllegalArgumentException("no schema of OCDS " + version.text());
        }
        return schema;
    }

    private static OcdsSchema build(OcdsVersion version) {
        var builder = new SchemaBuilder(version);
        return new OcdsSchema(
                builder.release(),
                builder.releasePackage(),
                builder.recordPackage(),
                builder.description().codelists());
    }

    /// These schemas with another release schema in place of their own: an official file, or a
    /// profile's.
    public OcdsSchema withRelease(JsonObject releaseSchema) {
        return new OcdsSchema(releaseSchema.copy(), releasePackage, recordPackage, codelists);
    }

    /// These schemas with the release schema patched by extensions, in order.
    public OcdsSchema with(List<Extension> extensions) {
        JsonObject patched = release;
        for (var extension : extensions) {
            patched = extension.patch(patched);
        }
        return new OcdsSchema(patched, releasePackage, recordPackage, codelists);
    }

    public JsonObject release() {
        return release;
    }

    public JsonObject releasePackage() {
        return releasePackage;
    }

    public JsonObject recordPackage() {
        return recordPackage;
    }

    public JsonObject versionedRelease() {
        return versionedRelease;
    }

    /// The standard's codelists by name, without those of extensions.
    public Map<String, Codelist> codelists() {
        return codelists;
    }
}
