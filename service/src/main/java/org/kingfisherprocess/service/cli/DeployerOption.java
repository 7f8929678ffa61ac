package org.kingfisherprocess.service.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Who deploys.
final class DeployerOption {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description =
                    "Who deploys, for the lock and the history. Default: the user who became this one with sudo, or this user.")
    private @Nullable String name;

    String who() {
        return Optional.ofNullable(name)
                .or(() -> Optional.ofNullable(System.getenv("SUDO_USER")))
                .filter(text -> !text.isBlank())
                .orElseGet(() -> System.getProperty("user.name"));
    }
}
