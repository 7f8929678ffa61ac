package org.kingfisherprocess.bench.conformance;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs all suites of a folder and prints a table: suite, cases, agree, differ. Exits with 1 if any
/// case differs, with 2 if there is nothing to run.
public final class Conformance {

    static final List<Suite> SUITES =
            List.of(new MergeSuite(), new RulesSuite(), new UpgradeSuite(), new DetectSuite());

    private Conformance() {}

    public static void main(String[] arguments) {
        var words = List.of(arguments);
        boolean verbose = words.contains("--verbose");
        var folders = words.stream().filter(word -> !word.startsWith("--")).toList();
        var folder = Path.of(folders.isEmpty() ? "." : folders.getFirst());
        if (!Files.isDirectory(folder)) {
            System.err.printf(
                    "No folder %s: name the folder that holds the suites.%n",
                    folder.toAbsolutePath().normalize());
            System.exit(2);
        }
        System.exit(print(run(folder, names()), verbose, System.out) ? 0 : 1);
    }

    private static List<String> names() {
        return SUITES.stream().map(Suite::name).toList();
    }

    static List<Verdict> run(Path folder, List<String> suites) {
        var verdicts = new ArrayList<Verdict>();
        for (var suite : SUITES) {
            var cases = folder.resolve(suite.name());
            if (suites.contains(suite.name()) && Files.isDirectory(cases)) {
                var judge = suite.judge(cases);
                Cases.forEach(
                        cases,
                        one ->
                                verdicts.add(
                                        new Verdict(
                                                suite.name(),
                                                Cases.string(one, "name"),
                                                judge.apply(one))));
            }
        }
        return verdicts;
    }

    /// Returns whether all agree, and there were some.
    static boolean print(List<Verdict> verdicts, boolean verbose, PrintStream output) {
        output.printf("%-10s %6s %6s %6s%n", "suite", "cases", "agree", "differ");
        for (var suite : SUITES) {
            var own = verdicts.stream().filter(v -> v.suite().equals(suite.name())).toList();
            long agree = own.stream().filter(Verdict::agrees).count();
            output.printf(
                    "%-10s %6d %6d %6d%n", suite.name(), own.size(), agree, own.size() - agree);
        }
        var differing = verdicts.stream().filter(verdict -> !verdict.agrees()).toList();
        if (verbose) {
            for (var verdict : differing) {
                output.printf("%n%s %s%n", verdict.suite(), verdict.caseName());
                verdict.differences().forEach(difference -> output.println("  " + difference));
            }
        }
        return differing.isEmpty() && !verdicts.isEmpty();
    }
}
