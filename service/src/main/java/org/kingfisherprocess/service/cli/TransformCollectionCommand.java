package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.steps.transform.Planting;
import org.kingfisherprocess.service.steps.transform.Standings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "transform-collection",
        mixinStandardHelpOptions = true,
        description = {
            "Does what is left to do of a collection that is made of another one, in this process.",
            "A running server does that by itself; this is for when there is none. Ends with 1 if the collection is not"
                    + " complete then, and says why."
        },
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process transform-collection 13")
final class TransformCollectionCommand implements Callable<Integer> {
    private static final Duration NO_LIMIT = Duration.ofDays(365);

    private final CommandLineInterface line;

    @Parameters(
            index = "0",
            paramLabel = "ID",
            description = "The id of the upgraded or compiled collection.")
    private long id;

    TransformCollectionCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        return line.application().withDatabase(this::transform);
    }

    private int transform(Database database) {
        database.run(tx -> {
            var collection = KnownCollection.require(tx, id);
            if (collection.transformType().isEmpty()) {
                throw new RefusedException(
                        "collection %d is not made of another one; new-transform-compile-releases and new-transform-upgrade-1-0-to-1-1 create those that are"
                                .formatted(id));
            }
            if (new Standings().of(tx, id).orElseThrow().isUntouched()) {
                new Planting().again(tx, id);
            }
        });
        int workers = line.application().settings().steps().workers();
        long steps = new DoingSteps(line).untilNoneIsDue(database, List.of(id), workers, NO_LIMIT);
        var standing = database.transaction(tx -> new Standings().of(tx, id)).orElseThrow();
        line.terminal()
                .print(
                        "Collection %d: %,d steps done; it is %s."
                                .formatted(
                                        id,
                                        steps,
                                        standing.completedAt().isPresent()
                                                ? "complete"
                                                : "not complete yet"));
        if (standing.completedAt().isEmpty()) {
            standing.obstacles().forEach(line.terminal()::print);
            return ExitCode.FOUND_PROBLEMS;
        }
        return ExitCode.OK;
    }
}
