package org.kingfisherprocess.ocds.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.ocds.json.InvalidJsonException;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonValue;
import org.kingfisherprocess.ocds.json.JsonWriter;
import org.kingfisherprocess.ocds.schema.OcdsSchema;
import org.kingfisherprocess.ocds.schema.OcdsVersion;
import org.kingfisherprocess.ocds.upgrade.Upgrader;

/// Parses, merges, upgrades and writes releases that were tampered with, for as many seconds as the
/// system property `fuzz.seconds` says.
@Tag("slow")
class MergeFuzzTest {

    private static final String RELEASE =
            """
            {"ocid":"o","id":"1","date":"2020","tag":["tender"],"buyer":{"name":"A","identifier":{"id":7}},
            "tender":{"id":1,"tenderers":[{"id":null,"name":"\\u00e9\\ud834\\udd1e"}],"amendment":{"changes":[{}]},
            "items":[{"id":"1","quantity":1.50},{"id":1e2,"unit":{}},[]]},"awards":[{"id":"a","suppliers":[{}]}],
            "contracts":[{"id":2,"implementation":{"transactions":[{"amount":-0,"providerOrganization":{}}]}}]}
            """;

    private static final Merger MERGER =
            new Merger(MergeRules.fromSchema(OcdsSchema.of(OcdsVersion.V1_1).release()));

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "null",
        "true",
        "0",
        "-1e999",
        "\"id\"",
        "\"roles\":",
        "\\ud800",
        "\u0000",
        "é",
        "{\"a\":[{\"id\":[]}]}",
        "[[",
        "\"parties\":[{}],",
        "\"releases\":[],"
    };

    @Test
    void nothingButAnErrorAboutJsonComesOfRandomBytes() {
        long seconds = Long.getLong("fuzz.seconds", 5);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long seed = System.nanoTime();
        int tried = 0;
        int merged = 0;
        for (; System.nanoTime() < end; tried++) {
            try {
                merged += tryOnce(new Random(seed + tried)) ? 1 : 0;
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError("seed " + (seed + tried), e);
            }
        }
        System.out.printf("%,d inputs in %d s, %,d of them JSON%n", tried, seconds, merged);
        assertThat(merged).isPositive().isLessThan(tried);
    }

    private static boolean tryOnce(Random random) {
        var releases = new ArrayList<JsonValue>();
        try {
            for (int i = 0; i < 3; i++) {
                releases.add(JsonReader.read(tampered(random), JsonLimits.DEFAULT));
            }
        } catch (InvalidJsonException e) {
            assertThat(e.line()).isPositive();
            return false;
        }
        for (var result : new MergeResult[] {MERGER.compile(releases), MERGER.version(releases)}) {
            if (result instanceof MergeResult.Merged success) {
                assertReadsBack(success.release());
            }
        }
        releases.forEach(release -> assertReadsBack(Upgrader.upgrade(release.copy()).value()));
        return true;
    }

    private static void assertReadsBack(JsonValue value) {
        assertThat(JsonReader.read(JsonWriter.toBytes(value))).isEqualTo(value);
    }

    private static byte[] tampered(Random random) {
        var text = new StringBuilder(RELEASE);
        for (int i = random.nextInt(3); i > 0; i--) {
            int from = random.nextInt(text.length());
            int to = Math.min(text.length(), from + random.nextInt(6));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> text.insert(from, text.substring(from, to));
                default -> text.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
            }
        }
        var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }
}
