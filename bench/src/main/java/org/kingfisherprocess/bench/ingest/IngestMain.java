package org.kingfisherprocess.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The command `bench/ingest`. Its first argument is the checkout's folder, given by the script.
public final class IngestMain {
    private static final String USAGE =
            """
            usage: bench/ingest [--short] [--large] [--print]

              --short   one short run of each measurement: to see that it works, not to be believed
              --large   also load a release package of 2 GB under -Xmx256m (short: 100 MB)
              --print   print the section instead of writing it into docs/performance.md

            Measures acknowledgements beside the disk's own group commit of the same bytes, loading beside bare COPY of the same
            documents, acknowledgements while a table is locked, and the memory of each process. Takes about 20 minutes and some
            gigabytes of disk below bench/target/ingest.
            """;

    private IngestMain() {}

    public static void main(String[] arguments) {
        var given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        try {
            run(
                    IngestPlan.parse(
                            Path.of(given.getFirst()).toAbsolutePath().normalize(),
                            given.subList(1, given.size())));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
    }

    private static void run(IngestPlan plan) {
        var load = Machine.load();
        try {
            Files.createDirectories(plan.work());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + plan.work(), e);
        }
        var memory = new Memory();
        var text = new StringBuilder();
        try (var scene = Scene.open(plan, "acknowledging", Map.of())) {
            text.append(new Acknowledging(plan, scene).measure());
            memory.note("acknowledging", scene);
        }
        text.append(new Loading(plan).measure(memory));
        if (plan.large()) {
            text.append(new LargePackage(plan).measure(memory));
        }
        text.append(memory.text());
        var section = PerformancePage.section(Machine.describe(plan, load), text.toString());
        System.out.println(section);
        if (plan.write()) {
            PerformancePage.write(plan.checkout().resolve("docs/performance.md"), section);
        }
    }
}
