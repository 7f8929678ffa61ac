package org.kingfisherprocess.service.release;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The folder of one release: a distribution, with its launcher.
public record ReleaseFolder(Path path) {
    static final String LAUNCHER = "kingfisher-process";

    /// Starting a JVM on a busy machine, with room to spare.
    private static final Duration DESCRIBES_WITHIN = Duration.ofMinutes(2);

    private static final int LINES_OF_FAILURE = 15;

    /// Whether there is a distribution in the folder (and not a checkout, which builds itself).
    public static boolean isDistribution(Path folder) {
        return Files.isExecutable(folder.resolve(LAUNCHER))
                && Files.isDirectory(folder.resolve("lib"));
    }

    public String name() {
        return path.getFileName().toString();
    }

    public Path launcher() {
        return path.resolve(LAUNCHER);
    }

    /// Asks the release itself, and reads its bill of materials.
    public Description describe(Programs programs) {
        var ended = run(programs, DESCRIBES_WITHIN, _ -> {}, "describe-release", "--json");
        if (ended.code() != 0) {
            throw new ReleaseException(
                    "release %s does not describe itself (%s describe-release ended with %d), so it cannot be deployed:%n%s"
                            .formatted(
                                    name(),
                                    launcher(),
                                    ended.code(),
                                    ended.lastLines(LINES_OF_FAILURE)));
        }
        return DescriptionJson.read(ended.text(), name())
                .withDependencies(BillOfMaterials.read(path));
    }

    /// Runs a command of this release to its end.
    public Programs.Ended run(
            Programs programs, Duration limit, Consumer<String> heard, String... arguments) {
        var command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return programs.run(path, limit, heard, command);
    }
}
