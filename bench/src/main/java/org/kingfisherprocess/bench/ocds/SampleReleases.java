package org.kingfisherprocess.bench.ocds;

import java.util.List;
import java.util.Random;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonNumber;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.ocds.json.JsonValue;

/// Made-up releases of the size and shape of usual ones: about 6.5 kB, a tender with items and
/// documents, parties, awards and contracts, of which each later release of a process changes a
/// part. The same seed gives the same releases.
final class SampleReleases {

    private static final List<String> WORDS =
            List.of(
                    "puente",
                    "escuela",
                    "agua",
                    "suministro",
                    "road",
                    "hospital",
                    "equipment",
                    "diseño",
                    "energía",
                    "maintenance",
                    "mobiliario",
                    "network");

    private final Random random;

    SampleReleases(long seed) {
        random = new Random(seed);
    }

    /// The releases of one process, of OCDS 1.1.
    JsonArray process(int number, int releases) {
        var ocid = "ocds-213czf-" + number;
        var items = list(6, this::item);
        var documents = list(8, this::document);
        var parties = list(4, this::party);
        var all = new JsonArray();
        for (int i = 0; i < releases; i++) {
            var tender =
                    new JsonObject()
                            .put("id", text(ocid + "-tender"))
                            .put("title", text(words(6)))
                            .put("description", text(words(25)))
                            .put("status", text(i == 0 ? "active" : "complete"))
                            .put("value", money())
                            .put(
                                    "submissionMethod",
                                    JsonArray.of(text("written"), text("inPerson")))
                            .put("items", items.copy())
                            .put("documents", documents.copy());
            all.add(
                    new JsonObject()
                            .put("ocid", text(ocid))
                            .put("id", text(ocid + "-" + i))
                            .put("date", text("2020-01-%02dT00:00:00Z".formatted(i + 1)))
                            .put("tag", JsonArray.of(text("tender")))
                            .put("initiationType", text("tender"))
                            .put("language", text("es"))
                            .put("parties", parties.copy())
                            .put("buyer", reference(parties))
                            .put("tender", tender)
                            .put("awards", list(i, this::award))
                            .put("contracts", list(i, this::contract)));
        }
        return all;
    }

    /// A release of OCDS 1.0: organizations stand where they act.
    JsonObject old(int number) {
        var release = (JsonObject) process(number, 2).get(1);
        var parties = (JsonArray) release.valueAt(release.placeOf("parties"));
        release.remove("parties");
        release.put("buyer", organization(parties, 0));
        var tender = (JsonObject) release.valueAt(release.placeOf("tender"));
        tender.put("procuringEntity", organization(parties, 1));
        tender.put("tenderers", JsonArray.of(organization(parties, 2), organization(parties, 3)));
        return release;
    }

    private static JsonObject organization(JsonArray parties, int place) {
        var organization = (JsonObject) parties.get(place).copy();
        organization.remove("id");
        organization.remove("roles");
        return organization;
    }

    private interface Maker {
        JsonObject make(int number);
    }

    private JsonArray list(int size, Maker maker) {
        var list = new JsonArray();
        for (int i = 0; i < size; i++) {
            list.add(maker.make(i));
        }
        return list;
    }

    private JsonObject item(int number) {
        var classification =
                new JsonObject()
                        .put("scheme", text("CPV"))
                        .put("id", text(String.valueOf(random.nextInt(90_000_000))))
                        .put("description", text(words(4)));
        return new JsonObject()
                .put("id", text(String.valueOf(number)))
                .put("description", text(words(8)))
                .put("classification", classification)
                .put("quantity", JsonNumber.of(random.nextInt(500)))
                .put("unit", new JsonObject().put("name", text("unidad")).put("value", money()));
    }

    private JsonObject document(int number) {
        return new JsonObject()
                .put("id", text("doc-" + number))
                .put("documentType", text("tenderNotice"))
                .put("title", text(words(5)))
                .put(
                        "url",
                        text("https://example.org/documents/" + random.nextInt(1_000_000) + ".pdf"))
                .put("datePublished", text("2020-01-01T12:00:00Z"))
                .put("format", text("application/pdf"));
    }

    private JsonObject party(int number) {
        var id = String.valueOf(20_000_000_000L + random.nextInt(1_000_000_000));
        var name = words(3);
        var identifier =
                new JsonObject()
                        .put("scheme", text("XX-RUC"))
                        .put("id", text(id))
                        .put("legalName", text(name));
        var address =
                new JsonObject()
                        .put("streetAddress", text(words(2) + " " + number))
                        .put("locality", text(words(1)))
                        .put("countryName", text("Perú"));
        return new JsonObject()
                .put("id", text("XX-RUC-" + id))
                .put("name", text(name))
                .put("identifier", identifier)
                .put("address", address)
                .put("contactPoint", new JsonObject().put("email", text(id + "@example.org")))
                .put("roles", JsonArray.of(text(number == 0 ? "buyer" : "supplier")));
    }

    private JsonObject award(int number) {
        return new JsonObject()
                .put("id", text("award-" + number))
                .put("title", text(words(4)))
                .put("status", text("active"))
                .put("date", text("2020-02-01T00:00:00Z"))
                .put("value", money())
                .put("items", list(2, this::item));
    }

    private JsonObject contract(int number) {
        return new JsonObject()
                .put("id", text("contract-" + number))
                .put("awardID", text("award-" + number))
                .put("status", text("active"))
                .put("value", money())
                .put("dateSigned", text("2020-03-01T00:00:00Z"));
    }

    private static JsonObject reference(JsonArray parties) {
        var party = (JsonObject) parties.get(0);
        return new JsonObject().put("id", party.valueAt(0)).put("name", party.valueAt(1));
    }

    private JsonObject money() {
        var amount = "%d.%02d".formatted(random.nextInt(10_000_000), random.nextInt(100));
        return new JsonObject().put("amount", JsonNumber.of(amount)).put("currency", text("PEN"));
    }

    private String words(int count) {
        var words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(i == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
        }
        return words.toString();
    }

    private static JsonValue text(String text) {
        return new JsonString(text);
    }
}
