package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.store.TransformType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "new-transform-upgrade-1-0-to-1-1",
        mixinStandardHelpOptions = true,
        description =
                "Creates a collection for the data of a collection, upgraded from OCDS 1.0 to 1.1, as they come. Prints"
                        + " its id. A running server fills it by itself; without one, transform-collection does.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process new-transform-upgrade-1-0-to-1-1 12")
final class NewTransformUpgradeCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection that it is made of.")
    private long id;

    NewTransformUpgradeCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        return NewTransform.create(line, id, TransformType.UPGRADE);
    }
}
