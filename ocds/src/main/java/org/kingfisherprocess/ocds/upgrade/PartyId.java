package org.kingfisherprocess.ocds.upgrade;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// The id of an organization that has none: the MD5 of what identifies it, which OCDS Kit computes
/// in the same way. It is an identifier, not a protection.
final class PartyId {

    private record Part(String parent, List<String> names) {}

    private static final List<Part> PARTS =
            List.of(
                    new Part("identifier", List.of("scheme", "id", "legalName", "uri")),
                    new Part(
                            "address",
                            List.of(
                                    "streetAddress",
                                    "locality",
                                    "region",
                                    "postalCode",
                                    "countryName")),
                    new Part(
                            "contactPoint",
                            List.of("name", "email", "telephone", "faxNumber", "url")));

    private PartyId() {}

    /// Nothing if a part that should be an object is none.
    static Optional<JsonString> of(JsonObject organization) {
        var text = new StringBuilder(text(organization.get("name")));
        for (var part : PARTS) {
            var parent = organization.get(part.parent());
            if (parent instanceof JsonObject object) {
                for (var name : part.names()) {
                    text.append('-').append(text(object.get(name)));
                }
            } else if (parent != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new JsonString(md5(text.toString())));
    }

    /// As Python prints it, and nothing for what Python calls false.
    private static String text(@Nullable JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonString string -> string.value();
            case JsonNumber number -> text(number);
            case JsonLiteral literal -> literal == JsonLiteral.TRUE ? "True" : "";
            case JsonObject object -> object.isEmpty() ? "" : object.toString();
            case JsonArray array -> array.isEmpty() ? "" : array.toString();
        };
    }

    private static String text(JsonNumber number) {
        return LooseEquality.number(number)
                .map(decimal -> decimal.signum() == 0 ? "" : decimal.toString())
                .orElseGet(number::text);
    }

    private static String md5(String text) {
        try {
            var digest = MessageDigest.getInstance("MD5");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no MD5, which every Java must have", e);
        }
    }
}
