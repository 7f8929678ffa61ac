package org.kingfisherprocess.service.cli;

import picocli.CommandLine.Command;

@Command(
        name = "workers",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows the processes that do steps, on all machines, and has them stand still or go on.")
final class WorkersCommand {}
