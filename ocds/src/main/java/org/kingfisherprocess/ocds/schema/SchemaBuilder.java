package org.kingfisherprocess.ocds.schema;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Makes JSON Schema documents (draft 4) of a description.
final class SchemaBuilder {

    static final String RELEASE = "release-schema.json";
    static final String VERSIONED_RELEASE = "versioned-release-validation-schema.json";
    static final String RELEASE_PACKAGE = "release-package-schema.json";
    static final String RECORD_PACKAGE = "record-package-schema.json";

    /// Objects that are documents of their own, or stand in one.
    private static final List<String> NOT_OF_A_RELEASE =
            List.of("Release", "ReleasePackage", "RecordPackage", "Record");

    private static final String DRAFT = "http://json-schema.org/draft-04/schema#";

    /// A suffix for a language, as BCP 47 has it, without its grandfathered forms.
    private static final String LANGUAGE =
            "_(((([A-Za-z]{2,3}(-([A-Za-z]{3}(-[A-Za-z]{3}){0,2}))?)|[A-Za-z]{4}|[A-Za-z]{5,8})"
                    + "(-([A-Za-z]{4}))?(-([A-Za-z]{2}|[0-9]{3}))?"
                    + "(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
                    + "(-([0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+))*"
                    + "(-(x(-[A-Za-z0-9]{1,8})+))?)|(x(-[A-Za-z0-9]{1,8})+))";

    private static final Map<String, String> STRATEGIES =
            Map.of("version", "ocdsVersion", "overwrite", "overwrite", "by-id", "arrayMergeById");

    private final Description description;
    private final OcdsVersion version;

    SchemaBuilder(OcdsVersion version) {
        this.version = version;
        this.description = Description.of(version);
    }

    Description description() {
        return description;
    }

    JsonObject release() {
        var definitions = new JsonObject();
        description
                .objects()
                .forEach((name, fields) -> {
                    if (!NOT_OF_A_RELEASE.contains(name)) {
                        definitions.put(name, object(fields));
                    }
                });
        return document(RELEASE, "Release").put("definitions", definitions);
    }

    JsonObject releasePackage() {
        return document(RELEASE_PACKAGE, "ReleasePackage");
    }

    JsonObject recordPackage() {
        var record = object(fields("Record"));
        return document(RECORD_PACKAGE, "RecordPackage")
                .put("definitions", new JsonObject().put("record", record));
    }

    private JsonObject document(String file, String object) {
        var document =
                new JsonObject()
                        .put("$schema", new JsonString(DRAFT))
                        .put("id", new JsonString(description.base() + file));
        return merged(document, object(fields(object)));
    }

    private List<Field> fields(String object) {
        return Objects.requireNonNull(description.objects().get(object), object);
    }

    private JsonObject object(List<Field> fields) {
        var properties = new JsonObject();
        var required = new JsonArray();
        var patterns = new JsonObject();
        for (var field : fields) {
            properties.put(field.name(), property(field));
            if (field.required()) {
                required.add(new JsonString(field.name()));
            }
            if (field.translated()) {
                var text = new JsonObject().put("type", strings(List.of("string", "null")));
                patterns.put("^(" + field.name() + LANGUAGE + ")$", text);
            }
        }
        var object = new JsonObject().put("type", new JsonString("object"));
        if (!required.isEmpty()) {
            object.put("required", required);
        }
        object.put("properties", properties);
        if (!patterns.isEmpty()) {
            object.put("patternProperties", patterns);
        }
        return object;
    }

    private JsonObject property(Field field) {
        var property = shape(field.shape(), field);
        for (var format : List.of("uri", "date-time")) {
            if (field.notes(format)) {
                property.put("format", new JsonString(format));
            }
        }
        if (field.notes("unique")) {
            property.put("uniqueItems", JsonLiteral.TRUE);
        }
        field.after("minimum:").ifPresent(n -> property.put("minimum", JsonNumber.of(n)));
        field.after("pattern:").ifPresent(p -> property.put("pattern", new JsonString(p)));
        field.after("open:").ifPresent(name -> addCodelist(property, name, true));
        field.after("closed:").ifPresent(name -> addCodelist(property, name, false));
        field.after("deprecated:").ifPresent(v -> property.put("deprecated", new JsonString(v)));
        addMerging(property, field);
        return property;
    }

    private static void addCodelist(JsonObject property, String name, boolean open) {
        property.put("codelist", new JsonString(name + ".csv"));
        property.put("openCodelist", JsonLiteral.of(open));
    }

    private void addMerging(JsonObject property, Field field) {
        if (field.notes("omit")) {
            if (version == OcdsVersion.V1_0) {
                property.put("mergeStrategy", new JsonString("ocdsOmit"));
            } else {
                property.put("omitWhenMerged", JsonLiteral.TRUE);
            }
        }
        if (field.notes("whole")) {
            property.put("wholeListMerge", JsonLiteral.TRUE);
        }
        if (field.notes("versioned")) {
            property.put("versionId", JsonLiteral.TRUE);
        }
        STRATEGIES.forEach((note, strategy) -> {
            if (field.notes(note)) {
                property.put("mergeStrategy", new JsonString(strategy));
            }
        });
        if (field.notes("by-id")) {
            property.put("mergeOptions", new JsonObject().put("idRef", new JsonString("id")));
        }
    }

    private JsonObject shape(Field.Shape shape, Field field) {
        return switch (shape) {
            case Field.Named(var name) -> reference(name);
            case Field.Plain plain -> plain(plain, field);
            case Field.ListOf list -> list(list, field);
            case Field.Either(var first, var second) -> {
                var alternatives = JsonArray.of(shape(first, field), shape(second, field));
                yield new JsonObject().put("oneOf", alternatives);
            }
        };
    }

    private JsonObject reference(String object) {
        var target =
                switch (object) {
                    case "Release" -> description.base() + RELEASE;
                    case "VersionedRelease" -> description.base() + VERSIONED_RELEASE;
                    case "Record" -> "#/definitions/record";
                    default -> "#/definitions/" + object;
                };
        return new JsonObject().put("$ref", new JsonString(target));
    }

    private JsonObject list(Field.ListOf list, Field field) {
        var schema = new JsonObject().put("type", types(List.of("array"), list.nullable()));
        if (list.minItems() > 0) {
            schema.put("minItems", JsonNumber.of(list.minItems()));
        }
        return schema.put("items", shape(list.item(), field));
    }

    private JsonObject plain(Field.Plain plain, Field field) {
        if (plain.types().equals(List.of("object")) && !field.fields().isEmpty()) {
            return object(field.fields());
        }
        var schema = new JsonObject().put("type", types(plain.types(), plain.nullable()));
        if (plain.minLength() > 0) {
            schema.put("minLength", JsonNumber.of(plain.minLength()));
        }
        if (!plain.format().isEmpty()) {
            schema.put("format", new JsonString(plain.format()));
        }
        var codes =
                field.after("closed:")
                        .map(name ->
                                Objects.requireNonNull(description.codelists().get(name)).codes())
                        .or(() -> field.after("one-of:").map(list -> List.of(list.split(","))));
        codes.ifPresent(list -> {
            var values = strings(list);
            schema.put("enum", plain.nullable() ? values.add(JsonLiteral.NULL) : values);
        });
        return schema;
    }

    private static JsonValue types(List<String> types, boolean nullable) {
        if (types.size() == 1 && !nullable) {
            return new JsonString(types.getFirst());
        }
        var array = strings(types);
        return nullable ? array.add(new JsonString("null")) : array;
    }

    private static JsonArray strings(List<String> texts) {
        var array = new JsonArray();
        texts.forEach(text -> array.add(new JsonString(text)));
        return array;
    }

    private static JsonObject merged(JsonObject into, JsonObject from) {
        for (int i = 0; i < from.size(); i++) {
            into.put(from.nameAt(i), from.valueAt(i));
        }
        return into;
    }
}
