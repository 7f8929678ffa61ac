package org.kingfisherprocess.bench.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.kingfisherprocess.ocds.format.DataType;
import org.kingfisherprocess.ocds.format.Detection;
import org.kingfisherprocess.ocds.format.FormatDetector;
import org.kingfisherprocess.ocds.format.Part;
import org.kingfisherprocess.ocds.format.Splitter;
import org.kingfisherprocess.ocds.json.CleanInput;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// How many milliseconds does a release package of 16 MiB take to recognise, to split into
/// canonical documents with their hash, and to clean, where the bare parser takes so many to read
/// its tokens, and so many to read its texts too?
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FormatBenchmark {
    private static final int FILE_BYTES = 16 << 20;

    /// Compact ASCII, indented, or Cyrillic texts.
    @Param({"compact", "indented", "cyrillic"})
    public String style = "compact";

    private final JsonFactory factory = new JsonFactory();
    private byte[] file = {};

    @Setup(Level.Trial)
    public void write() {
        var random = new Random(1);
        var text = new StringBuilder("{\"uri\":\"u\",\"version\":\"1.1\",\"releases\":[");
        for (int i = 0; text.length() < FILE_BYTES; i++) {
            text.append(i == 0 ? "" : ",").append(release(i, random));
        }
        text.append("],\"publishedDate\":\"2020-01-01T00:00:00Z\"}");
        file = text.toString().getBytes(UTF_8);
    }

    private String release(int number, Random random) {
        var items = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            items.append(i == 0 ? "" : ",").append(item(i, random));
        }
        String release =
                """
                {"ocid":"ocds-213czf-%d","id":"%d","date":"2020-01-01T00:00:00Z",
                "tag":["tender"],"initiationType":"tender","language":"es",
                "buyer":{"name":"%s","id":"XX-1"},
                "tender":{"id":"t","title":"%s","status":"active","items":[%s]}}\
                """
                        .formatted(number, number, words(4, random), words(30, random), items);
        return style.equals("indented") ? indented(release) : release.replace("\n", "");
    }

    private String item(int number, Random random) {
        return """
        {"id":"%d","description":"%s","quantity":%d,
        "classification":{"scheme":"CPV","id":"%d","description":"%s"},
        "unit":{"name":"unit","value":{"amount":%d.50,"currency":"PEN"}}}\
        """
                .formatted(
                        number,
                        words(6, random),
                        random.nextInt(500),
                        random.nextInt(90_000_000),
                        words(4, random),
                        random.nextInt(1_000_000));
    }

    private String words(int count, Random random) {
        String word = style.equals("cyrillic") ? "поставка" : "equipment";
        var words = new StringBuilder();
        for (int i = 0; i < count; i++) {
            words.append(word, 0, 3 + random.nextInt(5)).append(' ');
        }
        return words.toString();
    }

    private static String indented(String release) {
        return release.replace(",\"", ",\n                \"").replace("\":", "\": ");
    }

    /// The bare parser, passing over every text.
    @Benchmark
    public int parserTokens() {
        int tokens = 0;
        try (var parser = parser()) {
            while (parser.nextToken() != null) {
                tokens++;
            }
        }
        return tokens;
    }

    /// The bare parser, reading every text, as whoever builds something from it must.
    @Benchmark
    public int parserTexts() {
        int length = 0;
        try (var parser = parser()) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                length += parser.getStringLength();
            }
        }
        return length;
    }

    private JsonParser parser() {
        return factory.createParser(ObjectReadContext.empty(), input());
    }

    @Benchmark
    public Detection detect() throws IOException {
        return FormatDetector.DEFAULT.detect(input());
    }

    @Benchmark
    public Detection detectBeginning() throws IOException {
        return FormatDetector.DEFAULT.detectBeginning(input(), 1 << 20);
    }

    /// Splitting, canonical form and hash.
    @Benchmark
    public long split() throws IOException {
        return split(input());
    }

    /// What the loader does: all of it.
    @Benchmark
    public long cleanAndSplit() throws IOException {
        return split(CleanInput.of(input(), "utf-8"));
    }

    @Benchmark
    public long clean() throws IOException {
        return CleanInput.of(input(), "utf-8").skip(Long.MAX_VALUE);
    }

    private static long split(InputStream input) throws IOException {
        long bytes = 0;
        try (var splitter = Splitter.open(input, DataType.RELEASE_PACKAGE, JsonLimits.DEFAULT)) {
            Part part = splitter.next();
            while (!(part instanceof Part.End)) {
                if (part instanceof Part.DocumentRead read) {
                    bytes += read.document().json().utf8().length;
                }
                part = splitter.next();
            }
        }
        return bytes;
    }

    private InputStream input() {
        return new ByteArrayInputStream(file);
    }
}
