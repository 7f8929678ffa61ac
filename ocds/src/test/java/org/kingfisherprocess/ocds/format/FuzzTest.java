package org.kingfisherprocess.ocds.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.CleanInput;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonSyntaxException;
import org.kingfisherprocess.ocds.json.MalformedTextException;
import org.kingfisherprocess.ocds.json.RandomJson;

/// Files that were tampered with: nothing may throw what it does not announce, loop, or depend on
/// where reads happen to end. `-Dfuzz.seconds=600` makes the long run longer; a failure names the
/// seed of its case.
final class FuzzTest {
    private static final JsonLimits LIMITS = new JsonLimits(20, 2_000, 100, 50);
    private static final List<DataType> TYPES = List.of(DataType.values());
    private static final List<String> TOKENS =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ",",
                    ":",
                    "\"",
                    "\\",
                    "\\u",
                    "\\u0000",
                    "\\ud800",
                    "null",
                    "true",
                    "1e9999999",
                    "-",
                    "\n",
                    "\r\n",
                    "\u0000",
                    "\u0001",
                    "\t",
                    " ",
                    "é",
                    "😀",
                    "\"ocid\":\"o\",",
                    "\"releases\":[",
                    "\"records\":[",
                    "\"results\":[",
                    "\"tag\":[\"compiled\"],",
                    "\"Release\":{",
                    "\"\":",
                    "[[[[[[[[[[[[[[[[[[[[[[[[",
                    "{\"a\":{\"a\":{\"a\":",
                    "\"ocdsReleasePackage\":{");
    private static final List<String> FILES =
            List.of(
                    "{\"uri\":\"u\",\"releases\":[{\"ocid\":\"a\",\"tag\":[\"x\"]},{\"ocid\":\"b\"}],"
                            + "\"version\":\"1.1\"}",
                    "{\"results\":[{\"ocdsReleasePackage\":{\"releases\":[{\"ocid\":\"o\"}]}},null]}",
                    "{\"records\":[{\"ocid\":\"é\"}]}\n{\"records\":[{\"ocid\":\"😀\"}]}\n",
                    "[{\"ocid\":\"a\"},{\"ocid\":\"b\",\"tag\":[\"compiled\"],\"v\":[1.5,-2e3]}]",
                    "{\"Release\":{\"ocid\":\"o\"}}");

    @ParameterizedTest
    @ValueSource(longs = {100_000, 200_000, 300_000, 400_000})
    void survivesAThousandTamperedFiles(long seed) throws IOException {
        for (int i = 0; i < 1_000; i++) {
            survive(seed + i);
        }
    }

    @Test
    @Tag("slow")
    void survivesForAsLongAsIsAsked() throws IOException {
        var seconds = Duration.ofSeconds(Long.getLong("fuzz.seconds", 20));
        var end = Instant.now().plus(seconds);
        long first = new Random().nextLong(1L << 40);
        long seed = first;
        while (Instant.now().isBefore(end)) {
            survive(seed++);
        }
        System.out.printf("fuzzed %,d files in %s%n", seed - first, seconds);
    }

    private static void survive(long seed) throws IOException {
        var random = new Random(seed);
        byte[] file = tampered(random);
        try {
            readWhole(file);
            clean(file, random);
            detect(file, random);
            for (int i = 0; i < 3; i++) {
                split(file, TYPES.get(random.nextInt(TYPES.size())), random);
            }
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed %d: %s".formatted(seed, new String(file, UTF_8)), e);
        }
    }

    private static void readWhole(byte[] file) {
        Optional<CanonicalJson> canonical = canonical(file);
        if (canonical.isPresent()) {
            assertThat(canonical(canonical.get().utf8())).isEqualTo(canonical);
            assertThat(JsonReader.read(canonical.get().utf8())).isEqualTo(JsonReader.read(file));
        }
    }

    private static Optional<CanonicalJson> canonical(byte[] file) {
        try {
            return Optional.of(CanonicalJson.of(file, LIMITS));
        } catch (JsonSyntaxException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static void clean(byte[] file, Random random) throws IOException {
        String encoding = List.of("utf-8", "windows-1252", "utf-16").get(random.nextInt(3));
        try {
            byte[] once = CleanInput.of(new ByteArrayInputStream(file), encoding).readAllBytes();
            assertThat(CleanInput.of(new TornInput(file, random), encoding).readAllBytes())
                    .isEqualTo(once);
            if (encoding.equals("utf-8")) {
                assertThat(once.length).isLessThanOrEqualTo(file.length);
            }
        } catch (MalformedTextException e) {
            assertThat(e.getMessage()).startsWith("byte ");
        }
    }

    private static void detect(byte[] file, Random random) throws IOException {
        var detection = FormatDetector.DEFAULT.detect(new ByteArrayInputStream(file));
        assertThat(FormatDetector.DEFAULT.detect(new TornInput(file, random))).isEqualTo(detection);
        var beginning =
                FormatDetector.DEFAULT.detectBeginning(
                        new TornInput(file, random), random.nextInt(1 + file.length));
        if (beginning instanceof Detection.Detected(DetectedFormat format)
                && format.format().hasDocuments()) {
            drain(Splitter.open(new ByteArrayInputStream(file), format, LIMITS), file);
        }
    }

    private static void split(byte[] file, DataType type, Random random) throws IOException {
        List<Part> parts = drain(Splitter.open(new ByteArrayInputStream(file), type, LIMITS), file);
        assertThat(drain(Splitter.open(new TornInput(file, random), type, LIMITS), file))
                .isEqualTo(parts);
        long open = 0;
        for (Part part : parts) {
            switch (part) {
                case Part.ItemStart _ -> assertThat(open++).isZero();
                case Part.ItemEnd _ -> assertThat(open--).isOne();
                case Part.DocumentRead(Document document) -> {
                    assertThat(open).isOne();
                    assertThat(canonical(document.json().utf8())).hasValue(document.json());
                }
                case Part.Problem problem -> assertThat(problem.message()).isNotBlank();
                case Part.End _ -> assertThat(open).isZero();
            }
        }
    }

    private static List<Part> drain(Splitter splitter, byte[] file) throws IOException {
        var parts = new ArrayList<Part>();
        do {
            parts.add(splitter.next());
            assertThat(parts.size()).isLessThan(10 + 4 * file.length);
        } while (!(parts.getLast() instanceof Part.End));
        splitter.close();
        return parts;
    }

    private static byte[] tampered(Random random) {
        var json = new RandomJson(random);
        String file = FILES.get(random.nextInt(FILES.size()));
        if (random.nextInt(4) == 0) {
            file = "{\"ocid\":\"x\",\"y\":" + json.written(json.tree(2)) + "}";
        }
        byte[] bytes = file.getBytes(UTF_8);
        for (int i = random.nextInt(6); i > 0 && bytes.length > 0; i--) {
            bytes = mutation(bytes, random);
        }
        return bytes;
    }

    private static byte[] mutation(byte[] bytes, Random random) {
        String file = new String(bytes, ISO_8859_1);
        int from = random.nextInt(file.length());
        int to = Math.min(file.length(), from + random.nextInt(20));
        String mutated =
                switch (random.nextInt(6)) {
                    case 0 -> file.substring(0, from);
                    case 1 -> file.substring(0, from) + file.substring(to);
                    case 2 -> file.substring(0, to) + file.substring(from);
                    case 3 ->
                            file.substring(0, from)
                                    + (char) random.nextInt(256)
                                    + file.substring(to);
                    case 4 -> file + file.substring(from);
                    default -> {
                        byte[] token = TOKENS.get(random.nextInt(TOKENS.size())).getBytes(UTF_8);
                        yield file.substring(0, from)
                                + new String(token, ISO_8859_1)
                                + file.substring(from);
                    }
                };
        return mutated.getBytes(ISO_8859_1);
    }

    /// Gives a few bytes at a time.
    private static final class TornInput extends InputStream {
        private final InputStream whole;
        private final Random random;

        TornInput(byte[] bytes, Random random) {
            this.whole = new ByteArrayInputStream(bytes);
            this.random = random;
        }

        @Override
        public int read() throws IOException {
            return whole.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return whole.read(target, offset, Math.min(length, 1 + random.nextInt(4)));
        }
    }
}
