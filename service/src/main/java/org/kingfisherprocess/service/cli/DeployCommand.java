package org.kingfisherprocess.service.cli;

import picocli.CommandLine.Command;

@Command(
        name = "deploy",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Puts a new release into service while the old one works, so that no request fails; shows it before and remembers it after.")
final class DeployCommand {}
