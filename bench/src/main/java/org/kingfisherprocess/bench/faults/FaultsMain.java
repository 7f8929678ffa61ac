package org.kingfisherprocess.bench.faults;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command `bench/faults`. Its first argument is the checkout's folder, given by the script.
public final class FaultsMain {
    private static final int NOT_CLEAN = 1;
    private static final int WRONG_USE = 2;

    private FaultsMain() {}

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
        var verdicts = runAll(plan, out);
        out.println(plan.json() ? Report.json(plan, verdicts) : Report.table(verdicts));
        return verdicts.stream().allMatch(Verdict::clean) ? 0 : NOT_CLEAN;
    }

    private static List<Verdict> runAll(Plan plan, PrintStream out) {
        if (!plan.json()) {
            out.println("seed " + plan.seed());
        }
        var verdicts = new ArrayList<Verdict>();
        for (var scenario : Scenarios.ALL) {
            if (plan.scenarios().isEmpty() || plan.scenarios().contains(scenario.name())) {
                var verdict = run(scenario, plan);
                verdicts.add(verdict);
                if (!plan.json()) {
                    out.println(Report.line(verdict));
                }
            }
        }
        return verdicts;
    }

    private static Verdict run(Scenario scenario, Plan plan) {
        try {
            return scenario.run(plan);
        } catch (RuntimeException e) {
            return Verdict.broken(scenario.name(), e.toString());
        }
    }

    private static void usage(PrintStream out) {
        out.print(Arguments.USAGE);
        Scenarios.ALL.forEach(
                scenario -> out.printf("  %-20s %s%n", scenario.name(), scenario.story()));
    }
}
