package org.kingfisherprocess.service.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.OptionalLong;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;

/// Made-up release packages, with releases that no other one has. The same number gives the same
/// file.
final class GeneratedFile {
    private static final int MOST_RELEASES = 8;
    private static final int MOST_ITEMS = 6;

    private static final List<String> TOWNS =
            List.of(
                    "Velmar",
                    "Toskenby",
                    "Arolle",
                    "Quinsa",
                    "Lower Hapsted",
                    "Mirefield",
                    "Odran");

    private static final List<String> WORKS =
            List.of(
                    "Repair of the bridge over the Tamble",
                    "School meals for a year",
                    "Street lamps, delivered and mounted",
                    "Cleaning of the town hall",
                    "A new roof for the library");

    private GeneratedFile() {}

    static Offer numbered(int number) {
        int releases = 1 + number % MOST_RELEASES;
        return new Offer(
                "generated-%06d.json".formatted(number),
                "release_package",
                OptionalLong.of(releases),
                out -> out.write(content(number, releases).toString().getBytes(UTF_8)));
    }

    private static JsonObject content(int number, int count) {
        var releases = new JsonArray();
        for (int place = 0; place < count; place++) {
            releases.add(release(number, place));
        }
        return new JsonObject()
                .put("uri", text("https://example.org/generated/" + number))
                .put("version", text("1.1"))
                .put("publishedDate", text("2026-01-31T00:00:00Z"))
                .put("publisher", new JsonObject().put("name", text("Office of " + town(number))))
                .put("releases", releases);
    }

    private static JsonObject release(int number, int place) {
        var ocid = "ocds-213czf-%d-%d".formatted(number, place);
        var town = town(number + place);
        var buyer = new JsonObject().put("id", text("XX-TOWN-" + town)).put("name", text(town));
        return new JsonObject()
                .put("ocid", text(ocid))
                .put("id", text(ocid + "-1"))
                .put("date", text("2026-01-%02dT09:00:00Z".formatted(1 + number % 28)))
                .put("tag", JsonArray.of(text("tender")))
                .put("initiationType", text("tender"))
                .put("language", text("en"))
                .put("buyer", buyer)
                .put("tender", tender(number, place));
    }

    private static JsonObject tender(int number, int place) {
        var items = new JsonArray();
        for (int item = 1; item <= 1 + (number + place) % MOST_ITEMS; item++) {
            items.add(
                    new JsonObject()
                            .put("id", text(Integer.toString(item)))
                            .put("description", text("Lot %d of %s".formatted(item, work(place))))
                            .put("quantity", JsonNumber.of(item * 3L)));
        }
        return new JsonObject()
                .put("id", text("T-%d-%d".formatted(number, place)))
                .put("title", text(work(number)))
                .put("status", text("active"))
                .put(
                        "value",
                        new JsonObject()
                                .put("amount", JsonNumber.of("%d.50".formatted(1_000 + number)))
                                .put("currency", text("USD")))
                .put("items", items);
    }

    private static String town(int number) {
        return TOWNS.get(number % TOWNS.size());
    }

    private static String work(int number) {
        return WORKS.get(number % WORKS.size());
    }

    private static JsonString text(String value) {
        return new JsonString(value);
    }
}
