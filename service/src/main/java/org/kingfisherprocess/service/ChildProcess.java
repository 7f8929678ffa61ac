package org.kingfisherprocess.service;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.settings.SettingsException;
import org.kingfisherprocess.supervisor.child.Supervised;

/// The processes that a supervisor starts, each by its name as the only argument. They begin
/// without the command line's library, which takes longer to start than all the rest.
enum ChildProcess {
    SERVER {
        @Override
        int untilDrained(Wiring wiring, Terminal terminal) throws InterruptedException {
            return new ServerProcess(wiring.settings(), wiring, terminal).untilDrained();
        }
    },
    WORKER {
        @Override
        int untilDrained(Wiring wiring, Terminal terminal) throws InterruptedException {
            return new WorkerProcess(wiring.settings(), wiring, terminal).untilDrained();
        }
    },
    POSTGRES {
        @Override
        int untilDrained(Wiring wiring, Terminal terminal) throws InterruptedException {
            return new PostgresProcess(wiring.settings(), terminal).untilDrained();
        }
    };

    private static final int FAILED = 5;

    /// Empty if the arguments are those of a command.
    static Optional<ChildProcess> of(String[] arguments) {
        return arguments.length != 1 || System.getenv(Supervised.NAME) == null
                ? Optional.empty()
                : Arrays.stream(values())
                        .filter(child -> child.name().toLowerCase(Locale.ROOT).equals(arguments[0]))
                        .findFirst();
    }

    /// Works until the supervisor tells it to leave. Returns the exit code. Why it failed stands in
    /// the log, whose end the supervisor shows.
    int run(Wiring wiring) throws InterruptedException {
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        try {
            return untilDrained(wiring, new Terminal(err, err, false, false));
        } catch (RefusedException | SettingsException e) {
            err.println("kingfisher-process: " + e.getMessage());
            return FAILED;
        } catch (RuntimeException e) {
            e.printStackTrace(err);
            return FAILED;
        }
    }

    abstract int untilDrained(Wiring wiring, Terminal terminal) throws InterruptedException;
}
