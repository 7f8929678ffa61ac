package org.kingfisherprocess.service.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.ocds.format.DataType;
import org.kingfisherprocess.ocds.format.Detection;
import org.kingfisherprocess.ocds.format.FormatDetector;
import org.kingfisherprocess.service.spool.Receipt;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.Collection;
import org.kingfisherprocess.service.submission.EndSubmission;
import org.kingfisherprocess.service.submission.FileSubmission;

/// Brings files of this machine into a collection, through the spool, as if a spider had sent them.
final class LocalFiles {
    /// A package's first megabyte tells what it is.
    private static final long ENOUGH_TO_DETECT = 1 << 20;

    private final CommandLineInterface line;
    private final List<LocalFile> files;

    /// @param name in the collection
    private record LocalFile(String name, Path path) {}

    private LocalFiles(CommandLineInterface line, List<LocalFile> files) {
        this.line = line;
        this.files = files;
    }

    /// Files, and those in directories and below, without hidden ones.
    static LocalFiles of(CommandLineInterface line, List<Path> paths) {
        var files = new ArrayList<LocalFile>();
        for (var path : paths) {
            if (Files.isDirectory(path)) {
                files.addAll(below(path));
            } else if (Files.isRegularFile(path)) {
                files.add(new LocalFile(String.valueOf(path.getFileName()), path));
            } else {
                throw new RefusedException("there is no file or directory %s".formatted(path));
            }
        }
        if (files.isEmpty()) {
            throw new RefusedException("there are no files in %s".formatted(paths));
        }
        return new LocalFiles(line, files);
    }

    private static List<LocalFile> below(Path directory) {
        try (var found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .map(file -> new LocalFile(directory.relativize(file).toString(), file))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw new RefusedException(
                    "cannot read the directory %s: %s".formatted(directory, e.getMessage()));
        }
    }

    /// Takes them over, waits until they are stored, and tells what became of them. Returns the
    /// exit code.
    ///
    /// @param dataType of all; recognised in each where empty
    /// @param end whether nothing more comes for the collection
    int load(
            Database database,
            Collection collection,
            Optional<DataType> dataType,
            String encoding,
            boolean end) {
        var terminal = line.terminal();
        var receipts = new ArrayList<Receipt>();
        var outcome =
                line.application()
                        .withLoading(
                                database,
                                loading -> {
                                    takeOver(collection, dataType, encoding, end, receipts);
                                    return new Awaiting(line.application(), terminal)
                                            .stored(loading, receipts);
                                });
        terminal.endProgress();
        terminal.print(
                "Collection %d: %,d files: %,d stored, %,d were there already, %,d set aside; %,d documents."
                        .formatted(
                                collection.id(),
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

    private void takeOver(
            Collection collection,
            Optional<DataType> dataType,
            String encoding,
            boolean end,
            List<Receipt> receipts) {
        var key = KnownCollection.key(collection);
        try (var spool = line.application().openSpool()) {
            for (var file : files) {
                var type = dataType.map(DataType::typeName).orElseGet(() -> detect(file));
                var url = file.path().toUri().toString();
                var submission =
                        new FileSubmission(key, "1.1", file.name(), url, type, encoding, "");
                try (var body = spool.newBody()) {
                    spool.requireSpace(Files.size(file.path()));
                    body.copyFrom(file.path());
                    receipts.add(spool.append(LocalLoadCommand.spooled(submission), body));
                } catch (IOException e) {
                    throw new UncheckedIOException("cannot read " + file.path(), e);
                }
                line.terminal()
                        .progress(
                                "taken over %,d of %,d files"
                                        .formatted(receipts.size(), files.size()));
            }
            if (end) {
                receipts.add(spool.append(LocalLoadCommand.spooled(new EndSubmission(key, "1.1"))));
            }
        }
    }

    /// The data type of a file; the name of what it is, where there is no data type for that: the
    /// loader then records this at the file.
    private String detect(LocalFile file) {
        try (var input = new BufferedInputStream(Files.newInputStream(file.path()))) {
            var detection = FormatDetector.DEFAULT.detectBeginning(input, ENOUGH_TO_DETECT);
            var type =
                    switch (detection) {
                        case Detection.Detected(var format) ->
                                format.dataType()
                                        .map(DataType::typeName)
                                        .orElseGet(format.format()::formatName);
                        case Detection.Unknown(var message) -> message;
                        case Detection.NotJson _, Detection.NothingAtPath _ -> "not JSON";
                    };
            if (DataType.of(type).isEmpty()) {
                line.terminal().tell("%s cannot be loaded: %s".formatted(file.path(), type));
            }
            return type;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.path(), e);
        }
    }
}
