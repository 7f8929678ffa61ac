package org.kingfisherprocess.service.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.release.Installation;

/// Starts the process that carries a deployment out: this very program, in a session of its own.
///
/// @param mainClass that runs commands of this program
/// @param environment what the process needs to find the same settings
public record ExecutorProcess(String mainClass, Map<String, String> environment) {
    /// The end of a terminal reaches all processes that were started from it, and so this one until
    /// it has a session of its own. Signals that are ignored when a JVM starts stay ignored.
    private static final String OUTLIVING = "trap '' HUP INT QUIT; exec \"$0\" \"$@\"";

    public ExecutorProcess {
        environment = Map.copyOf(environment);
    }

    /// Returns when it is started; whoever wants to know how it goes on follows the database.
    ///
    /// @param command the words of the hidden command that carries a deployment out
    void start(Installation installation, List<String> command) {
        try {
            Files.createDirectories(installation.logs());
            var log = installation.logs().resolve(String.join("-", command) + ".log");
            var words = new ArrayList<>(List.of("sh", "-c", OUTLIVING));
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            words.add("-Duser.home=" + System.getProperty("user.home"));
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
            words.addAll(command);
            var builder =
                    new ProcessBuilder(words)
                            .directory(installation.folder().toFile())
                            .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectErrorStream(true)
                            .redirectOutput(Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the process that deploys cannot be started", e);
        }
    }
}
