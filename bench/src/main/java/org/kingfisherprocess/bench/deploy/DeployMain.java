package org.kingfisherprocess.bench.deploy;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.kingfisherprocess.bench.scenario.Suite;

/// The command `bench/deploy`. Its first argument is the checkout's folder, given by the script.
public final class DeployMain {
    private static final Suite SUITE =
            new Suite(
                    "bench/deploy",
                    List.of(
                            new ThereAndBack(),
                            BrokenRelease.MIGRATION_FAILS,
                            BrokenRelease.CANNOT_START,
                            BrokenRelease.ANSWERS_500,
                            BrokenRelease.VERIFICATION_FAILS,
                            BrokenRelease.BREAKING_FAILS,
                            BrokenRelease.CONTRACT_FAILS),
                    false);

    private DeployMain() {}

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
