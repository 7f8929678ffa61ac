package org.kingfisherprocess.bench.deletion;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.kingfisherprocess.bench.process.Folders;
import org.kingfisherprocess.bench.process.OwnPostgres;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.process.RunningService;
import org.kingfisherprocess.service.schema.Schema;
import org.kingfisherprocess.service.sql.Database;

/// The command `bench/delete`. Its first argument is the checkout's folder, given by the script.
public final class DeletionMain {
    private static final String USAGE =
            """
            usage: bench/delete [--short] [--beside-only]

              --short         20,000 releases, one size of transactions: to see that it works, not to be believed
              --beside-only   leave out the deletions without a load beside them

            Makes a collection of 1,000,000 releases of 1 KB in SQL, every tenth of whose documents another collection uses,
            and deletes it: with transactions of several sizes, alone, and while files are sent and loaded. Prints the time,
            how long transactions held their locks, and what the load felt. Takes about half an hour and 6 GB of disk below
            bench/target/deletion.
            """;

    private final DeletionPlan plan;
    private final Database database;
    private final LoadBeside load;
    private int made;

    private DeletionMain(DeletionPlan plan, Database database, LoadBeside load) {
        this.plan = plan;
        this.database = database;
        this.load = load;
    }

    public static void main(String[] arguments) {
        var given = List.of(arguments);
        if (given.contains("--help")) {
            System.out.print(USAGE);
            return;
        }
        try {
            run(
                    DeletionPlan.parse(
                            Path.of(given.getFirst()).toAbsolutePath().normalize(),
                            given.subList(1, given.size())));
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(USAGE);
            System.exit(2);
        }
    }

    private static void run(DeletionPlan plan) {
        var folder = Folders.empty(plan.work());
        try (var postgres = OwnPostgres.start(folder.resolve("postgresql"), Optional.empty());
                var service =
                        new RunningService(
                                        plan.checkout(),
                                        folder.resolve("service"),
                                        Map.of(),
                                        Optional.of(postgres))
                                .start();
                var database = Database.open(postgres.settings())) {
            if (!Pauses.until(
                    java.time.Duration.ofMinutes(1), () -> database.transaction(Schema::ready))) {
                throw new IllegalStateException("the service made no tables");
            }
            new DeletionMain(plan, database, new LoadBeside(service)).measure();
        }
        Folders.deleteContents(folder);
    }

    private void measure() {
        if (!plan.batchRows().isEmpty()) {
            deleteAlone();
        }
        System.out.printf(
                "%n| load | files acknowledged a second | p50 ms | p99 ms | longest ms | releases loaded a second |%n"
                        + "| --- | --- | --- | --- | --- | --- |%n");
        long id = make();
        untilWarm();
        System.out.printf("| before | %s |%n", forAWindow().cells());
        var deleting = Deleting.start(database, id, defaultRows());
        System.out.printf(
                "| beside the deletion | %s |%n", load.whileTrue(deleting::goesOn).cells());
        System.out.printf("| after | %s |%n", forAWindow().cells());
        System.out.printf(
                "%n| deleted beside the load | s | releases a second | transactions, ms: p50 | p99 | longest |%n"
                        + "| --- | --- | --- | --- | --- | --- |%n| %,d rows a transaction | %s |%n",
                defaultRows(), deleting.cells(plan.releases()));
        proveNothingIsLeftOver();
    }

    private void deleteAlone() {
        System.out.printf(
                Locale.ROOT,
                "| rows a transaction, %,d releases deleted alone | s | releases a second | transactions, ms: p50 | p99 | longest |%n"
                        + "| --- | --- | --- | --- | --- | --- |%n",
                plan.releases());
        for (var rows : plan.batchRows()) {
            var deleting = Deleting.start(database, make(), rows);
            System.out.printf(Locale.ROOT, "| %,d | %s |%n", rows, deleting.cells(plan.releases()));
        }
    }

    private static int defaultRows() {
        return org.kingfisherprocess.service.deletion.DeletionLimits.DEFAULTS.batchRows();
    }

    private long make() {
        return new MadeCollections(database).make("made_" + ++made, plan.releases());
    }

    private void untilWarm() {
        forAWindow();
    }

    private LoadBeside.Window forAWindow() {
        long end = System.nanoTime() + plan.window().toNanos();
        return load.whileTrue(() -> System.nanoTime() < end);
    }

    private void proveNothingIsLeftOver() {
        long left =
                database.transaction(tx ->
                                tx.queryOne(
                                        """
                                        select
                                            (select count(*) from data d where not exists (
                                                select from release r where r.data_id = d.id))
                                            + (select count(*) from package_data p where not exists (
                                                select from release r where r.package_data_id = p.id))
                                            + (select count(*) from document_candidate) as n
                                        """,
                                        row -> row.longValue("n")))
                        .orElseThrow();
        if (left > 0) {
            throw new IllegalStateException("%,d documents were left over".formatted(left));
        }
    }
}
