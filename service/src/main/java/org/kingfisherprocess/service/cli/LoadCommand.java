package org.kingfisherprocess.service.cli;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.Collection;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.DerivedCollections;
import org.kingfisherprocess.service.submission.CollectionKey;
import org.kingfisherprocess.service.submission.SubmissionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Creates a collection, loads files into it, and closes it. What the files hold is recognised.",
            "With the standard pipeline they are compiled and to be checked too, whatever is asked for.",
            "The files go through the spool, as those that spiders send: once a file is taken over, nothing loses it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process load -s france -c /data/france",
            "  kingfisher-process load -s france -t \"2026-01-31 10:00:00\" -u -c -n \"From the archive\" page-*.json"
        })
final class LoadCommand implements Callable<Integer> {
    private static final Pattern SOURCE = Pattern.compile("([a-z]+_)*[a-z]+");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private final CommandLineInterface line;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "Files, or directories of files.")
    private List<Path> paths = List.of();

    @Option(
            names = {"-s", "--source"},
            required = true,
            paramLabel = "SOURCE",
            description = "The source's id, usually the spider's name.")
    private String source = "";

    @Option(
            names = {"-t", "--time"},
            paramLabel = "TIME",
            description = "The data version, YYYY-MM-DD HH:MM:SS in UTC. Default: now.")
    private Optional<String> time = Optional.empty();

    @Option(names = "--sample", description = "The files are a sample, not the whole.")
    private boolean sample;

    @Option(
            names = {"-n", "--note"},
            paramLabel = "NOTE",
            description = "What is to be remembered about the collection.")
    private Optional<String> note = Optional.empty();

    @Option(
            names = {"-f", "--force"},
            description =
                    "Take a source's id that is not made of lower-case words and underscores, or that Scrapyd does not know.")
    private boolean force;

    @Option(
            names = {"-u", "--upgrade"},
            description = "Upgrade from OCDS 1.0 to 1.1.")
    private boolean upgrade;

    @Option(
            names = {"-c", "--compile"},
            description = "Compile releases.")
    private boolean compile;

    @Option(
            names = {"-e", "--check"},
            description = "Check the data.")
    private boolean check;

    @Option(
            names = {"-k", "--keep-open"},
            description = "More files will come: do not close the collection.")
    private boolean keepOpen;

    LoadCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var key = key();
        var files = LocalFiles.of(line, paths);
        return line.application()
                .withDatabase(database -> {
                    var collection = create(database, key);
                    return files.load(database, collection, Optional.empty(), "utf-8", !keepOpen);
                });
    }

    private CollectionKey key() {
        if (!force && !SOURCE.matcher(source).matches()) {
            throw new RefusedException(
                    "the source \"%s\" is not made of lower-case words and underscores; -f takes it all the same"
                            .formatted(source));
        }
        if (!force) {
            KnownSource.require(line, source);
        }
        var version = time.orElseGet(() -> LocalDateTime.now(ZoneOffset.UTC).format(TIME));
        try {
            return CollectionKey.of(source, version, Boolean.toString(sample));
        } catch (SubmissionException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    private Collection create(Database database, CollectionKey key) {
        return database.transaction(tx -> {
            var collections = new Collections();
            var existing = collections.find(tx, key);
            if (existing.isPresent()) {
                throw new RefusedException(
                        "collection %d has this source, data version and sample already; `add-files` adds to it"
                                .formatted(existing.get()));
            }
            var defaults = line.application().settings().collections();
            boolean standard = defaults.standardPipeline();
            long id =
                    collections.idOf(
                            tx,
                            key,
                            new Collections.Defaults(
                                    check || standard || defaults.checkData(),
                                    standard || defaults.checkOlderDataWithSchema11(),
                                    upgrade ? "1.0" : "1.1"));
            new DerivedCollections()
                    .create(tx, id, upgrade, compile || standard, check || standard);
            if (note.isPresent()) {
                new CollectionNotes().add(tx, id, note.get(), CollectionNotes.Code.INFO);
            }
            return KnownCollection.require(tx, id);
        });
    }
}
