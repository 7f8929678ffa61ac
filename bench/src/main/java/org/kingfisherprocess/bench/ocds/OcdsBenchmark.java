package org.kingfisherprocess.bench.ocds;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.kingfisherprocess.ocds.json.JsonArray;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonValue;
import org.kingfisherprocess.ocds.json.JsonWriter;
import org.kingfisherprocess.ocds.merge.MergeResult;
import org.kingfisherprocess.ocds.merge.MergeRules;
import org.kingfisherprocess.ocds.merge.Merger;
import org.kingfisherprocess.ocds.merge.Merging;
import org.kingfisherprocess.ocds.schema.OcdsSchema;
import org.kingfisherprocess.ocds.schema.OcdsVersion;
import org.kingfisherprocess.ocds.upgrade.Upgrader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/// How many releases a second, on one core? And what does compiling cost beside reading and
/// writing?
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class OcdsBenchmark {

    private static final int PROCESSES = 500;
    private static final int RELEASES_OF_EACH = 3;
    static final int RELEASES = PROCESSES * RELEASES_OF_EACH;

    private final MergeRules rules =
            MergeRules.fromSchema(OcdsSchema.of(OcdsVersion.V1_1).release());
    private final Merger merger = new Merger(rules);
    private final List<List<JsonValue>> processes = new ArrayList<>();
    private final List<JsonValue> old = new ArrayList<>();
    private byte[] lines = {};

    /// Everything is parsed from text, as it would be: names are then shared between releases.
    @Setup
    public void read() throws IOException {
        var samples = new SampleReleases(1);
        var bytes = new ByteArrayOutputStream();
        var writer = new JsonWriter(bytes);
        for (int i = 0; i < PROCESSES; i++) {
            writer.write(samples.process(i, RELEASES_OF_EACH)).newline();
        }
        writer.flush();
        lines = bytes.toByteArray();
        try (var reader = JsonReader.over(lines, JsonLimits.DEFAULT)) {
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                var releases = new ArrayList<JsonValue>();
                ((JsonArray) line.get()).forEach(releases::add);
                processes.add(releases);
            }
        }
        for (int i = 0; i < RELEASES; i++) {
            old.add(JsonReader.read(JsonWriter.toBytes(samples.old(i))));
        }
        System.out.printf("%n# %,d bytes a release%n", lines.length / RELEASES);
    }

    @Benchmark
    @OperationsPerInvocation(RELEASES)
    public void compile(Blackhole hole) {
        processes.forEach(releases -> hole.consume(merger.compile(releases)));
    }

    @Benchmark
    @OperationsPerInvocation(RELEASES)
    public void version(Blackhole hole) {
        processes.forEach(releases -> hole.consume(merger.version(releases)));
    }

    @Benchmark
    @OperationsPerInvocation(RELEASES)
    public void parseWrite() throws IOException {
        var writer = new JsonWriter(OutputStream.nullOutputStream());
        try (var reader = reader()) {
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                writer.write(line.get()).newline();
            }
        }
        writer.flush();
    }

    @Benchmark
    @OperationsPerInvocation(RELEASES)
    public void parseCompileWrite() throws IOException {
        var writer = new JsonWriter(OutputStream.nullOutputStream());
        try (var reader = reader()) {
            for (var line = reader.next(); line.isPresent(); line = reader.next()) {
                var merging = Merging.compiled(rules);
                ((JsonArray) line.get()).forEach(merging::add);
                var merged = (MergeResult.Merged) merging.result();
                writer.write(merged.release()).newline();
            }
        }
        writer.flush();
    }

    private JsonReader reader() {
        return JsonReader.over(new ByteArrayInputStream(lines), JsonLimits.DEFAULT);
    }

    /// Upgrading changes its argument: so a copy each time, whose cost is the next method's.
    @Benchmark
    @OperationsPerInvocation(RELEASES)
    public void copyUpgrade(Blackhole hole) {
        old.forEach(release -> hole.consume(Upgrader.upgrade(release.copy())));
    }

    @Benchmark
    @OperationsPerInvocation(RELEASES)
    public void copy(Blackhole hole) {
        old.forEach(release -> hole.consume(release.copy()));
    }
}
