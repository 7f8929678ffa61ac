package org.kingfisherprocess.service;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.supervisor.child.Supervised;
import org.kingfisherprocess.supervisor.posix.Replacement;

/// Turns this process into a supervisor: checks all that this release alone can check, and hands
/// over to a program that knows nothing of it but the command that starts its processes.
final class Supervision {
    /// The launcher by which this process was started, as it was called: through `current` where a
    /// release is deployed, so that it leads to the next release later.
    private static final String LAUNCHER = "kingfisher.launcher";

    private static final String MAIN = "org.kingfisherprocess.supervisor.Main";

    /// It holds some dozen objects for each child.
    private static final List<String> OPTIONS =
            List.of(
                    "-XX:+UseSerialGC",
                    "-Xms4m",
                    "-Xmx32m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:ReservedCodeCacheSize=8m",
                    "--enable-native-access=ALL-UNNAMED");

    private final Settings settings;

    Supervision(Settings settings) {
        this.settings = settings;
    }

    /// Does not return.
    int begin() {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", placeOfSupervisor(), MAIN));
        command.addAll(arguments());
        command.add("--");
        command.addAll(commandOfChildren());
        Replacement.by(command, System.getenv());
        throw new IllegalStateException("this process was to be replaced by " + command);
    }

    private List<String> arguments() {
        var processes = settings.processes();
        return List.of(
                "--data-folder=" + settings.dataDirectory(),
                "--listen=%s:%d"
                        .formatted(settings.listen().getHostString(), settings.listen().getPort()),
                "--backlog=" + settings.intake().backlog(),
                "--postgres=" + settings.database().isEmpty(),
                "--start-limit-ms=" + millis(processes.startLimit()),
                "--drain-limit-ms=" + millis(processes.drainLimit()),
                "--stop-limit-ms=" + millis(processes.stopLimit()));
    }

    /// The launcher's path; empty where there is none, as in tests.
    static Optional<String> launcher() {
        return Optional.ofNullable(System.getProperty(LAUNCHER));
    }

    private static List<String> commandOfChildren() {
        return launcher().map(List::of).orElseGet(Supervision::ownCommand);
    }

    /// Where there is no launcher, as in tests: what runs now.
    private static List<String> ownCommand() {
        var command = new ArrayList<String>();
        command.add(java());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        return command;
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String placeOfSupervisor() {
        var source = Supervised.class.getProtectionDomain().getCodeSource();
        return Path.of(source.getLocation().getPath()).toString();
    }

    private static String millis(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}
