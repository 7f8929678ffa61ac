package org.kingfisherprocess.service.cli;

import picocli.CommandLine.Command;

@Command(
        name = "ocds",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Works on OCDS files, without any database.")
final class OcdsCommand {}
