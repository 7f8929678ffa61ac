package org.kingfisherprocess.service.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kingfisherprocess.ocds.format.DataType;
import org.kingfisherprocess.service.sql.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add-files",
        aliases = "addfiles",
        mixinStandardHelpOptions = true,
        description = {
            "Adds files to a collection that is open. What they hold is recognised, unless --data-type is given.",
            "A collection that is closed is opened again by reopen-collection."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process add-files 12 missing-page.json",
            "  kingfisher-process add-files 12 /data/paraguay/more --data-type release_package"
        })
final class AddFilesCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "ID", description = "The collection's id.")
    private long id;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, or directories of files.")
    private List<Path> paths = List.of();

    @Option(
            names = "--data-type",
            paramLabel = "TYPE",
            description = "What all of the files are: release_package, record_package, …")
    private Optional<String> dataType = Optional.empty();

    @Option(
            names = "--encoding",
            paramLabel = "ENCODING",
            defaultValue = "utf-8",
            description = "The files' encoding. Default: ${DEFAULT-VALUE}.")
    private String encoding = "utf-8";

    AddFilesCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var type = dataType.map(LocalLoadCommand::known);
        var files = LocalFiles.of(line, paths);
        return line.application().withDatabase(database -> load(database, files, type));
    }

    private int load(Database database, LocalFiles files, Optional<DataType> type) {
        var collection = database.transaction(tx -> KnownCollection.requireOriginal(tx, id));
        if (collection.storeEndedAt().isPresent()) {
            throw new RefusedException(
                    "collection %d is closed; `reopen-collection %d` opens it again"
                            .formatted(id, id));
        }
        return files.load(database, collection, type, encoding, false);
    }
}
