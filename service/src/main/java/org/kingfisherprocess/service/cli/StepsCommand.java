package org.kingfisherprocess.service.cli;

import picocli.CommandLine.Command;

@Command(
        name = "steps",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows what is still to be done on the data, and what failed; has that tried again.")
final class StepsCommand {}
