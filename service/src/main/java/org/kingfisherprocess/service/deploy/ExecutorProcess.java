package org.kingfisherprocess.service.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.release.Installation;

/// Starts the process that carries a deployment out: this very program, in a session of its own.
final class ExecutorProcess {
    /// The end of a terminal reaches all processes that were started from it, and so this one until
    /// it has a session of its own. Signals that are ignored when a JVM starts stay ignored.
    private static final String OUTLIVING = "trap '' HUP INT QUIT; exec \"$0\" \"$@\"";

    private ExecutorProcess() {}

    /// Returns when it is started; whoever wants to know how it goes on follows the database.
    ///
    /// @param command the words of the hidden command that carries a deployment out
    static void start(Installation installation, String mainClass, List<String> command) {
        try {
            Files.createDirectories(installation.logs());
            var log = installation.logs().resolve(String.join("-", command) + ".log");
            var words = new ArrayList<>(List.of("sh", "-c", OUTLIVING));
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            words.add("-Duser.home=" + System.getProperty("user.home"));
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
            words.addAll(command);
            new ProcessBuilder(words)
                    .directory(installation.folder().toFile())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("the process that deploys cannot be started", e);
        }
    }
}
