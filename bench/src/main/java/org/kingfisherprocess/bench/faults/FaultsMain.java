package org.kingfisherprocess.bench.faults;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.kingfisherprocess.bench.scenario.Suite;

/// The command `bench/faults`. Its first argument is the checkout's folder, given by the script.
public final class FaultsMain {
    private static final Suite SUITE = new Suite("bench/faults", Scenarios.ALL, false);

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
        return SUITE.run(checkout, arguments, out);
    }
}
