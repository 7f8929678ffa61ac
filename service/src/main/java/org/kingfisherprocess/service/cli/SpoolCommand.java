package org.kingfisherprocess.service.cli;

import picocli.CommandLine.Command;

@Command(
        name = "spool",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Shows what was acknowledged and is not in the database yet, and what could not be loaded.")
final class SpoolCommand {}
