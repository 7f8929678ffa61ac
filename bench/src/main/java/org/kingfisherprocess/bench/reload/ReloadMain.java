package org.kingfisherprocess.bench.reload;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.kingfisherprocess.bench.scenario.Suite;

/// The command `bench/reload`. Its first argument is the checkout's folder, given by the script.
public final class ReloadMain {
    private static final Suite SUITE =
            new Suite(
                    "bench/reload",
                    List.of(
                            new Reloads(),
                            new UploadsUnderReloads(),
                            new ReleasesThatCannotStart(),
                            new ReleaseThatDies(),
                            KillProcess.SERVER,
                            KillProcess.WORKER,
                            new KillSupervisor(),
                            new DrainedAndStarted(),
                            new FrozenServer(),
                            new PostgresRestarted(),
                            new ClockSetForward(),
                            new NoFilesLeft()),
                    true);

    private ReloadMain() {}

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
