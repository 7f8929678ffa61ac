package org.kingfisherprocess.bench.compile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.kingfisherprocess.bench.process.FreePorts;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.service.embedded.EmbeddedSettings;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// The command `bench/compile`. Its first argument is the checkout's folder, given by the script.
public final class CompileMain {
    private static final String USAGE =
            """
            usage: bench/compile [--short] [RELEASES…]

              --short    2,000 and 10,000 releases, 2,000 small files: to see that it works, not to be believed
              RELEASES   how many; 10,000 and 1,000,000 unless given

            Measures compiling and upgrading of releases of 1 KB, five of each OCID, from tables to tables, until the collection is
            complete, beside COPY of the same documents on one connection; by one process and by two. Then the same of 20,000 files
            that hold one release of 6 KB, or one record with four such releases, beside what the Python original did of such
            documents. Needs some gigabytes of disk below bench/target/compile for a million releases.
            """;

    private static final int SMALL_FILES = 20_000;
    private static final int FEW_SMALL_FILES = 2_000;

    private CompileMain() {}

    public static void main(String[] arguments) {
        var given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        var folder = Path.of(given.getFirst()).toAbsolutePath().resolve("bench/target/compile");
        try {
            Files.createDirectories(folder);
            var rest = given.subList(1, given.size());
            run(folder, sizes(rest), rest.contains("--short") ? FEW_SMALL_FILES : SMALL_FILES);
        } catch (NumberFormatException e) {
            System.err.print(USAGE);
            System.exit(2);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    private static List<Integer> sizes(List<String> arguments) {
        if (arguments.contains("--short")) {
            return List.of(2_000, 10_000);
        }
        return arguments.isEmpty()
                ? List.of(10_000, 1_000_000)
                : arguments.stream().map(Integer::valueOf).toList();
    }

    private static void run(Path folder, List<Integer> sizes, int smallFiles) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "load average at the beginning: %s%n%n",
                Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        System.out.println(
                "| work | documents | processes x threads | seconds | documents a second | `COPY` alone, documents a second | of `COPY` | of the original |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- |");
        var server = EmbeddedSettings.DEFAULT.withPort(FreePorts.any());
        try (var postgres = EmbeddedPostgres.start(folder, server)) {
            for (int releases : sizes) {
                measure(postgres.settings(), folder, Work.COMPILE_RELEASES, releases);
                measure(postgres.settings(), folder, Work.UPGRADE_RELEASES, releases);
            }
            measure(postgres.settings(), folder, Work.COMPILE_SMALL_FILES, smallFiles);
            measure(postgres.settings(), folder, Work.UPGRADE_SMALL_FILES, smallFiles);
        }
    }

    private record Way(int processes, int threads) {}

    private static void measure(DatabaseSettings server, Path folder, Work work, int documents) {
        var base = named(server, "bench_base");
        try (var administration = Database.open(named(server, "postgres").withPoolSize(1))) {
            drop(administration, "bench_run");
            drop(administration, "bench_base");
            administration.session(session -> session.execute("create database bench_base"));
            try (var database = Database.open(base.withPoolSize(2))) {
                Schema.upgrade(database, MigratorSettings.by("bench"), _ -> {});
                work.make(database, documents);
            }
            for (var way : List.of(new Way(1, 1), new Way(2, 1), new Way(1, 2))) {
                drop(administration, "bench_run");
                administration.session(session ->
                        session.execute("create database bench_run template bench_base"));
                run(named(server, "bench_run"), folder, work, documents, way);
            }
            drop(administration, "bench_run");
            drop(administration, "bench_base");
        }
    }

    private static void run(
            DatabaseSettings place, Path folder, Work work, int documents, Way way) {
        try (var database = Database.open(place.withPoolSize(2));
                var _ = Workers.start(place, way.processes(), way.threads())) {
            double seconds = new Transformation(database, work).seconds(documents);
            double copy = CopyAlone.seconds(database, folder);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,d | %d x %d | %.1f | %,.0f | %,.0f | %.2f | %s |%n",
                    work.text(),
                    documents,
                    way.processes(),
                    way.threads(),
                    seconds,
                    documents / seconds,
                    documents / copy,
                    copy / seconds,
                    work.comparedToOriginal(documents / seconds));
        }
    }

    private static void drop(Database administration, String name) {
        administration.session(
                session -> session.execute("drop database if exists " + name + " with (force)"));
    }

    private static DatabaseSettings named(DatabaseSettings settings, String database) {
        return settings.withUrl(settings.url().replaceAll("/[^/?]+($|\\?)", "/" + database + "$1"));
    }
}
