package org.kingfisherprocess.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// A release with places for its number, so that a new one costs one copy of bytes: the client must
/// not be what is measured. All copies are of the same length.
final class Template {
    /// Run and number of a release, at every place where it must differ from all others.
    static final String PLACE = "############";

    private final byte[] bytes;
    private final int[] places;

    private Template(byte[] bytes, int[] places) {
        this.bytes = bytes;
        this.places = places;
    }

    /// A release of about this size.
    static Template make(RandomGenerator random, int targetBytes) {
        var json = new StringBuilder(targetBytes + 500);
        json.append("{\"ocid\": \"ocds-b3nch0-")
                .append(PLACE)
                .append("\", \"id\": \"r-")
                .append(PLACE);
        json.append("\", \"date\": \"2024-03-")
                .append(10 + random.nextInt(18))
                .append("T08:30:00Z\", ");
        json.append(
                "\"tag\": [\"tender\"], \"language\": \"es\", \"initiationType\": \"tender\", \"parties\": [");
        json.append(party(random, "buyer")).append(", ").append(party(random, "supplier"));
        json.append("], \"buyer\": {\"id\": \"XX-ID-buyer-")
                .append(PLACE)
                .append("\"}, \"tender\": {\"id\": \"t-");
        json.append(PLACE).append("\", \"title\": \"").append(Words.text(random, 50));
        json.append("\", \"status\": \"active\", \"value\": ").append(value(random));
        json.append(", \"items\": [").append(item(random, 0));
        for (var number = 1; json.length() < targetBytes - 250; number++) {
            json.append(", ").append(item(random, number));
        }
        json.append("]}, \"awards\": [{\"id\": \"a-")
                .append(PLACE)
                .append("\", \"status\": \"active\", \"value\": ");
        json.append(value(random)).append(", \"title\": \"");
        json.append(Words.text(random, Math.max(0, targetBytes - json.length() - 20)))
                .append("\"}]}");
        return of(json.toString());
    }

    int length() {
        return bytes.length;
    }

    /// Writes the release with this number, which has the length of [#PLACE]. Returns the offset
    /// behind it.
    int copy(byte[] target, int offset, byte[] number) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
        for (var place : places) {
            System.arraycopy(number, 0, target, offset + place, number.length);
        }
        return offset + bytes.length;
    }

    private static Template of(String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        var place = PLACE.getBytes(StandardCharsets.UTF_8);
        var places = new int[json.length() / PLACE.length()];
        var found = 0;
        for (var at = 0; at <= bytes.length - place.length; at++) {
            if (Arrays.equals(bytes, at, at + place.length, place, 0, place.length)) {
                places[found++] = at;
            }
        }
        return new Template(bytes, Arrays.copyOf(places, found));
    }

    private static String party(RandomGenerator random, String role) {
        return """
        {"id": "XX-ID-%1$s-%2$s", "name": "%3$s", "identifier": {"scheme": "XX-ID", "id": "%1$s-%2$s"}, \
        "address": {"streetAddress": "%4$s", "countryName": "%5$s"}, "roles": ["%1$s"]}\
        """
                .formatted(
                        role,
                        PLACE,
                        Words.text(random, 20),
                        Words.text(random, 25),
                        Words.text(random, 8));
    }

    private static String value(RandomGenerator random) {
        // The final zero must come back as it was sent.
        return "{\"amount\": %d.%d0, \"currency\": \"XTS\"}"
                .formatted(random.nextInt(1, 9_000_000), random.nextInt(10));
    }

    private static String item(RandomGenerator random, int number) {
        return """
        {"id": "i-%d", "description": "%s", "quantity": %d, "classification": {"scheme": "UNSPSC", "id": "%d", \
        "description": "%s"}, "unit": {"name": "%s", "value": %s}}\
        """
                .formatted(
                        number,
                        Words.text(random, 50),
                        random.nextInt(1, 500),
                        random.nextInt(10_000_000, 99_999_999),
                        Words.text(random, 25),
                        Words.text(random, 6),
                        value(random));
    }
}
