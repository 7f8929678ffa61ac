package org.kingfisherprocess.service.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kingfisherprocess.ocds.format.DataType;
import org.kingfisherprocess.service.spool.Receipt;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.spool.Submission;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.Collection;
import org.kingfisherprocess.service.submission.EndSubmission;
import org.kingfisherprocess.service.submission.FileSubmission;
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
        if (DataType.of(dataType).isEmpty()) {
            throw new RefusedException(
                    "unknown data type \"%s\"; it is one of %s".formatted(dataType, knownTypes()));
        }
        var files = files();
        return line.application().withDatabase(database -> load(database, files));
    }

    private int load(Database database, List<Path> files) {
        var terminal = line.terminal();
        var collection = database.transaction(tx -> KnownCollection.requireOriginal(tx, id));
        var receipts = new ArrayList<Receipt>();
        var outcome =
                line.application()
                        .withLoading(
                                database,
                                loading -> {
                                    try (var spool = line.application().openSpool()) {
                                        for (var file : files) {
                                            receipts.add(append(spool, collection, file));
                                            terminal.progress(
                                                    "taken over %,d of %,d files"
                                                            .formatted(
                                                                    receipts.size(), files.size()));
                                        }
                                        if (!keepOpen) {
                                            receipts.add(end(spool, collection));
                                        }
                                    }
                                    return new Awaiting(line.application(), terminal)
                                            .stored(loading, receipts);
                                });
        terminal.endProgress();
        terminal.print(
                "Collection %d: %,d files: %,d stored, %,d were there already, %,d set aside; %,d documents."
                        .formatted(
                                id,
                                files.size(),
                                outcome.files(),
                                outcome.duplicates(),
                                outcome.setAside(),
                                outcome.documents()));
        if (outcome.filesWithErrors() > 0) {
            terminal.print(
                    "%,d of the files have errors, which are recorded in collection_file.errors and"
                                    .formatted(outcome.filesWithErrors())
                            + " collection_file_item.errors.");
        }
        return outcome.setAside() == 0 ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }

    private Receipt append(SpoolWriter spool, Collection collection, Path file) {
        var name = directory.relativize(file).toString();
        var submission =
                new FileSubmission(
                        KnownCollection.key(collection),
                        "1.1",
                        name,
                        file.toUri().toString(),
                        dataType,
                        encoding,
                        "");
        try (var body = spool.newBody()) {
            spool.requireSpace(size(file));
            body.copyFrom(file);
            return spool.append(spooled(submission), body);
        }
    }

    private static Receipt end(SpoolWriter spool, Collection collection) {
        return spool.append(spooled(new EndSubmission(KnownCollection.key(collection), "1.1")));
    }

    static Submission spooled(SpooledSubmission submission) {
        return new Submission(
                submission.collection().text(),
                submission.label(),
                submission.closing(),
                submission.fields());
    }

    private List<Path> files() {
        try (var found = Files.walk(directory)) {
            var files =
                    found.filter(Files::isRegularFile)
                            .filter(file -> !file.getFileName().toString().startsWith("."))
                            .sorted()
                            .toList();
            if (files.isEmpty()) {
                throw new RefusedException("there are no files in %s".formatted(directory));
            }
            return files;
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedException(
                    "cannot read the directory %s: %s".formatted(directory, e.getMessage()));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static String knownTypes() {
        return List.of(DataType.values()).stream()
                .map(DataType::typeName)
                .collect(Collectors.joining(", "));
    }
}
