package org.kingfisherprocess.service.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kingfisherprocess.ocds.format.DataType;
import org.kingfisherprocess.service.spool.Submission;
import org.kingfisherprocess.service.submission.SpooledSubmission;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "local-load",
        mixinStandardHelpOptions = true,
        description = {
            "Loads the files of a directory and of those below it into a collection, and then ends its store.",
            "The files go through the spool, as those that spiders send: once a file is taken over, nothing loses it. Run it"
                    + " again after an interruption: files that are stored already are left alone."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process local-load 12 /data/paraguay release_package",
            "  kingfisher-process local-load 12 /data/moldova record_package --encoding windows-1251 --keep-collection-store-open"
        })
final class LocalLoadCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    @Parameters(index = "1", paramLabel = "DIRECTORY", description = "Where the files are.")
    private Path directory = Path.of(".");

    @Parameters(
            index = "2",
            paramLabel = "DATA-TYPE",
            description =
                    "What the files are: release_package, record_package, …; docs/commands.md lists all.")
    private String dataType = "";

    @Option(
            names = "--encoding",
            paramLabel = "ENCODING",
            defaultValue = "utf-8",
            description = "The files' encoding. Default: ${DEFAULT-VALUE}.")
    private String encoding = "utf-8";

    @Option(
            names = "--keep-collection-store-open",
            description = "More files will come: do not end the store.")
    private boolean keepOpen;

    LocalLoadCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var type = known(dataType);
        if (!Files.isDirectory(directory)) {
            throw new RefusedException("there is no directory %s".formatted(directory));
        }
        var files = LocalFiles.of(line, List.of(directory));
        return line.application()
                .withDatabase(database -> {
                    var collection =
                            database.transaction(tx -> KnownCollection.requireOriginal(tx, id));
                    return files.load(database, collection, Optional.of(type), encoding, !keepOpen);
                });
    }

    static Submission spooled(SpooledSubmission submission) {
        return new Submission(
                submission.collection().text(),
                submission.label(),
                submission.closing(),
                submission.fields());
    }

    static DataType known(String typeName) {
        return DataType.of(typeName)
                .orElseThrow(() ->
                        new RefusedException(
                                "unknown data type \"%s\"; it is one of %s"
                                        .formatted(typeName, knownTypes())));
    }

    private static String knownTypes() {
        return List.of(DataType.values()).stream()
                .map(DataType::typeName)
                .collect(Collectors.joining(", "));
    }
}
