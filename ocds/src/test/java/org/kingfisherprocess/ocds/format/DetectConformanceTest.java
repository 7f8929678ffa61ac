package org.kingfisherprocess.ocds.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.ocds.SharedData;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// The cases whose expected answers were recorded from ocdskit.
final class DetectConformanceTest {
    @Test
    void agreesWithTheReferenceInEveryCase() throws IOException {
        var differing = new ArrayList<String>();
        int cases = 0;
        try (Stream<Path> files = Files.list(SharedData.require("conformance/detect"))) {
            for (Path file : files.sorted().toList()) {
                for (String line : Files.readAllLines(file)) {
                    cases++;
                    var one = (JsonObject) JsonReader.read(line);
                    String expected = expected((JsonObject) member(one, "expected").orElseThrow());
                    String actual = FormatDetectorTest.show(detect(one));
                    if (!actual.startsWith(expected)) {
                        differing.add(text(one, "name") + ": " + actual + ", not " + expected);
                    }
                }
            }
        }
        assertThat(cases).isPositive();
        assertThat(differing).isEmpty();
    }

    private static Detection detect(JsonObject one) throws IOException {
        byte[] input =
                member(one, "input_base64").isPresent()
                        ? Base64.getDecoder().decode(text(one, "input_base64"))
                        : text(one, "input").getBytes(UTF_8);
        var prefixes = new ArrayList<String>();
        if (one.get("additional_prefixes") instanceof JsonArray array) {
            array.forEach(prefix -> prefixes.add(((JsonString) prefix).value()));
        }
        return new FormatDetector(text(one, "root_path"), prefixes)
                .detect(new ByteArrayInputStream(input));
    }

    private static String expected(JsonObject expected) {
        if (member(expected, "error").orElse(JsonLiteral.NULL) instanceof JsonObject error) {
            return switch (text(error, "type")) {
                case "UnknownFormatError" -> "Unknown[message=" + text(error, "message") + "]";
                case "StopIteration" -> "NothingAtPath[";
                default -> "NotJson[";
            };
        }
        return text(expected, "format")
                + (isTrue(expected, "concatenated") ? " concatenated" : "")
                + (isTrue(expected, "array") ? " array" : "");
    }

    private static boolean isTrue(JsonObject object, String name) {
        return member(object, name).filter(JsonLiteral.TRUE::equals).isPresent();
    }

    private static String text(JsonObject object, String name) {
        return ((JsonString) member(object, name).orElseThrow()).value();
    }

    private static Optional<JsonValue> member(JsonObject object, String name) {
        return Optional.ofNullable(object.get(name));
    }
}
