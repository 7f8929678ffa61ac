package org.kingfisherprocess.supervisor;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.kingfisherprocess.supervisor.posix.Replacement;

/// Replaces the supervisor itself by that of a release: the same process runs another program, with
/// the socket as its standard input, and takes over the children as after a sudden death.
record Succession(Release release) {
    private static final Duration CHECKED_WITHIN = Duration.ofSeconds(30);

    /// @throws ReloadException if the release would not start: nobody would be left to supervise
    void check() throws ReloadException {
        var command = new ArrayList<>(command());
        command.add("--check");
        try {
            var check =
                    new ProcessBuilder(command)
                            .redirectInput(new java.io.File("/dev/null"))
                            .redirectErrorStream(true)
                            .start();
            var in = check.inputReader();
            if (!check.waitFor(CHECKED_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                check.destroyForcibly();
            }
            if (check.waitFor() != 0) {
                throw new ReloadException(
                        "the supervisor stays, since %s failed"
                                .formatted(String.join(" ", command)),
                        in.lines().toList());
            }
        } catch (IOException e) {
            throw new ReloadException(
                    "the supervisor stays, since %s cannot be started: %s"
                            .formatted(release.place(), e.getMessage()),
                    List.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReloadException("interrupted", List.of());
        }
    }

    /// Does not return.
    void perform() {
        Replacement.by(command(), System.getenv());
    }

    private List<String> command() {
        var command = new ArrayList<>(release.command());
        command.add("serve");
        return command;
    }
}
