package org.kingfisherprocess.bench.scenario;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Scenarios that run under one command, in their order.
///
/// @param command as it is called, such as `bench/faults`
/// @param proxies whether they can also run through a proxy
public record Suite(String command, List<Scenario> scenarios, boolean proxies) {
    private static final int NOT_CLEAN = 1;
    private static final int WRONG_USE = 2;

    public Suite {
        scenarios = List.copyOf(scenarios);
    }

    /// Returns the exit code.
    ///
    /// @param arguments of the command; the checkout's folder, which the script gives, is not among
    ///   them
    public int run(Path checkout, List<String> arguments, PrintStream out) {
        if (arguments.contains("--help")) {
            usage(out);
            return 0;
        }
        Plan plan;
        try {
            plan = Arguments.parse(this, checkout, arguments);
        } catch (IllegalArgumentException e) {
            out.println(e.getMessage());
            usage(out);
            return WRONG_USE;
        }
        var verdicts = runAll(plan, out);
        out.println(plan.json() ? Report.json(plan, verdicts) : Report.table(verdicts));
        return verdicts.stream().allMatch(Verdict::clean) ? 0 : NOT_CLEAN;
    }

    /// The folder of this suite's data and logs.
    Path folder(Path checkout) {
        return checkout.resolve("bench/target").resolve(Path.of(command).getFileName());
    }

    Optional<Scenario> scenario(String name) {
        return scenarios.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
    }

    private List<Verdict> runAll(Plan plan, PrintStream out) {
        if (!plan.json()) {
            out.println("seed " + plan.seed());
        }
        var verdicts = new ArrayList<Verdict>();
        for (var scenario : scenarios) {
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

    private void usage(PrintStream out) {
        out.print(Arguments.usage(this));
        scenarios.forEach(
                scenario -> out.printf("  %-20s %s%n", scenario.name(), scenario.story()));
    }
}
