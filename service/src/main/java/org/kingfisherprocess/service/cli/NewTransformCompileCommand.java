package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.store.TransformType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "new-transform-compile-releases",
        mixinStandardHelpOptions = true,
        description =
                "Creates a collection for the compiled releases of a collection, one for each OCID, once its store has ended. Prints"
                        + " its id. A running server fills it by itself; without one, transform-collection does.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process new-transform-compile-releases 12")
final class NewTransformCompileCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection that it is made of.")
    private long id;

    NewTransformCompileCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        return NewTransform.create(line, id, TransformType.COMPILE);
    }
}
