package org.kingfisherprocess.bench.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.kingfisherprocess.ocds.format.Detection;
import org.kingfisherprocess.ocds.format.FormatDetector;
import org.kingfisherprocess.ocds.json.JsonLiteral;
import org.kingfisherprocess.ocds.json.JsonObject;

/// Formats of files, as OCDS Kit detects them. Of errors the kind counts, and the message where it
/// is about formats.
final class DetectSuite implements Suite {

    @Override
    public String name() {
        return "detect";
    }

    @Override
    public Function<JsonObject, List<String>> judge(Path folder) {
        return DetectSuite::judge;
    }

    private static List<String> judge(JsonObject one) {
        var prefixes =
                one.has("additional_prefixes")
                        ? Cases.strings(Cases.value(one, "additional_prefixes"))
                        : List.<String>of();
        var detector = new FormatDetector(Cases.string(one, "root_path"), prefixes);
        var expected = expected(Cases.object(one, "expected"));
        var ours = detect(detector, input(one));
        return ours.equals(expected)
                ? List.of()
                : List.of("expected %s but was %s".formatted(expected, ours));
    }

    private static byte[] input(JsonObject one) {
        return one.has("input_base64")
                ? Base64.getDecoder().decode(Cases.string(one, "input_base64"))
                : Cases.string(one, "input").getBytes(StandardCharsets.UTF_8);
    }

    private static String expected(JsonObject expected) {
        if (expected.get("error") instanceof JsonObject error) {
            return switch (Cases.string(error, "type")) {
                case "UnknownFormatError" -> Cases.string(error, "message");
                case "StopIteration" -> "nothing at the path";
                default -> "not JSON";
            };
        }
        return found(
                Cases.string(expected, "format"),
                expected.get("concatenated") == JsonLiteral.TRUE,
                expected.get("array") == JsonLiteral.TRUE);
    }

    private static String detect(FormatDetector detector, byte[] input) {
        try {
            return switch (detector.detect(new ByteArrayInputStream(input))) {
                case Detection.Detected(var format) ->
                        found(format.format().formatName(), format.concatenated(), format.array());
                case Detection.Unknown(var message) -> message;
                case Detection.NothingAtPath _ -> "nothing at the path";
                case Detection.NotJson _ -> "not JSON";
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String found(String format, boolean concatenated, boolean array) {
        return format + (concatenated ? ", concatenated" : "") + (array ? ", array" : "");
    }
}
