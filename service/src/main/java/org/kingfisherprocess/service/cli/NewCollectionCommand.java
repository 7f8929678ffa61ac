package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.submission.CollectionKey;
import org.kingfisherprocess.service.submission.SubmissionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "new-collection",
        mixinStandardHelpOptions = true,
        description = "Creates a collection, to load local files into it. Prints its id.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process new-collection paraguay_dncp_releases \"2026-01-31 10:00:00\"",
            "  kingfisher-process new-collection scotland \"2026-01-31 10:00:00\" --sample --ocds-version 1.0"
        })
final class NewCollectionCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description = "The source's id, usually the spider's name.")
    private String source = "";

    @Parameters(
            index = "1",
            paramLabel = "DATA-VERSION",
            description = "YYYY-MM-DD HH:MM:SS, in UTC.")
    private String dataVersion = "";

    @Option(names = "--sample", description = "It is a sample, not the whole.")
    private boolean sample;

    @Option(
            names = "--ocds-version",
            paramLabel = "VERSION",
            defaultValue = "1.1",
            description =
                    "The version of OCDS that its data follow: 1.0 or 1.1. Default: ${DEFAULT-VALUE}.")
    private String ocdsVersion = "1.1";

    NewCollectionCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var key = key();
        var collections = new Collections();
        long id =
                line.application()
                        .withDatabase(database ->
                                database.transaction(tx -> {
                                    var existing = collections.find(tx, key);
                                    if (existing.isPresent()) {
                                        throw new RefusedException(
                                                "collection %d has this source, data version and sample already"
                                                        .formatted(existing.get()));
                                    }
                                    return collections.idOf(tx, key, defaults());
                                }));
        line.terminal().print(Long.toString(id));
        return ExitCode.OK;
    }

    private CollectionKey key() {
        try {
            return CollectionKey.of(source, dataVersion, Boolean.toString(sample));
        } catch (SubmissionException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    private Collections.Defaults defaults() {
        Settings.Collections defaults = line.application().settings().collections();
        return new Collections.Defaults(
                defaults.checkData(),
                defaults.checkOlderDataWithSchema11(),
                ocdsVersion,
                defaults.standardPipeline());
    }
}
