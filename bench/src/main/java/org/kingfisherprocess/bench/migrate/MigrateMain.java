package org.kingfisherprocess.bench.migrate;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command `bench/migrate`. Its first argument is the checkout's folder, given by the script.
public final class MigrateMain {
    private static final int NOT_CLEAN = 1;
    private static final int WRONG_USE = 2;

    private MigrateMain() {}

    public static void main(String[] arguments) {
        var given = List.of(arguments);
        System.exit(
                run(
                        Path.of(given.getFirst()).toAbsolutePath().normalize(),
                        given.subList(1, given.size()),
                        System.out));
    }

    /// Returns the exit code.
    public static int run(Path checkout, List<String> arguments, PrintStream out) {
        if (arguments.contains("--help")) {
            usage(out);
            return 0;
        }
        Plan plan;
        try {
            plan = Arguments.parse(checkout, arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            usage(out);
            return WRONG_USE;
        }
        var results = runAll(plan, out);
        out.println(plan.json() ? Report.json(plan, results) : Report.table(results));
        return results.stream().allMatch(Result::clean) ? 0 : NOT_CLEAN;
    }

    private static List<Result> runAll(Plan plan, PrintStream out) {
        if (!plan.json()) {
            out.println("seed %d, %,d releases".formatted(plan.seed(), plan.releases()));
        }
        var results = new ArrayList<Result>();
        try (var databases = Databases.start(plan)) {
            for (var scenario : Scenarios.ALL) {
                if (plan.scenarios().isEmpty() || plan.scenarios().contains(scenario.name())) {
                    for (var result : run(scenario, plan, databases)) {
                        results.add(result);
                        if (!plan.json()) {
                            out.println(Report.text(result));
                        }
                    }
                }
            }
        }
        return results;
    }

    private static List<Result> run(Scenario scenario, Plan plan, Databases databases) {
        try {
            return scenario.run(plan, databases);
        } catch (RuntimeException e) {
            return List.of(new Result(scenario.name()).problem(e.toString()));
        }
    }

    private static void usage(PrintStream out) {
        out.print(Arguments.USAGE);
        Scenarios.ALL.forEach(
                scenario -> out.printf("  %-16s %s%n", scenario.name(), scenario.story()));
    }
}
