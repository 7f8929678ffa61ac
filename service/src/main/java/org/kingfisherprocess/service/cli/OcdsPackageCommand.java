package org.kingfisherprocess.service.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.kingfisherprocess.ocds.format.Document;
import org.kingfisherprocess.ocds.format.PackageData;
import org.kingfisherprocess.ocds.format.PackageWriter;
import org.kingfisherprocess.ocds.format.Part;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "package",
        mixinStandardHelpOptions = true,
        description = "Puts the releases or the records of all files into one package.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process ocds package --uri https://example.org/all.json --publisher-name \"Example Office\" *.json",
            "  cat releases.jsonl | kingfisher-process ocds package -"
        })
final class OcdsPackageCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files, or - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--uri",
            paramLabel = "URI",
            defaultValue = "",
            description = "The package's uri.")
    private String uri = "";

    @Option(
            names = "--publisher-name",
            paramLabel = "NAME",
            defaultValue = "",
            description = "The publisher's name.")
    private String publisherName = "";

    @Option(
            names = "--published-date",
            paramLabel = "TIME",
            defaultValue = "",
            description = "When it was published. Default: now.")
    private String publishedDate = "";

    @Option(
            names = "--extension",
            paramLabel = "URL",
            description = "An extension that the data use; may be given several times.")
    private List<String> extensions = List.of();

    OcdsPackageCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws IOException {
        var output = new BufferedOutputStream(System.out);
        Optional<Document.Kind> kind = Optional.empty();
        Optional<PackageWriter> writer = Optional.empty();
        int problems = 0;
        for (var name : files) {
            try (var splitter = new OcdsFile(name).split()) {
                for (var part = splitter.next();
                        !(part instanceof Part.End);
                        part = splitter.next()) {
                    if (part instanceof Part.DocumentRead(Document document)) {
                        if (writer.isEmpty()) {
                            kind = Optional.of(document.kind());
                            writer =
                                    Optional.of(
                                            new PackageWriter(
                                                    output, document.kind(), packageData()));
                        }
                        requireSameKind(name, isRecord(kind.orElseThrow()), document.kind());
                        writer.get().add(document.json());
                    } else if (part instanceof Part.Problem problem) {
                        line.terminal()
                                .tell(
                                        "%s: %s %s"
                                                .formatted(
                                                        name, problem.path(), problem.message()));
                        problems++;
                    }
                }
            }
        }
        if (writer.isEmpty()) {
            throw new RefusedException("there are no releases or records in what was given");
        }
        writer.get().close();
        output.write('\n');
        output.flush();
        return problems == 0 ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }

    private static void requireSameKind(String name, boolean records, Document.Kind kind) {
        if (records != isRecord(kind)) {
            throw new RefusedException(
                    "%s has %s, and the package begun has %s: no package can have both"
                            .formatted(
                                    name,
                                    records ? "releases" : "records",
                                    records ? "records" : "releases"));
        }
    }

    private static boolean isRecord(Document.Kind kind) {
        return kind == Document.Kind.RECORD;
    }

    private CanonicalJson packageData() {
        var published =
                publishedDate.isEmpty()
                        ? Instant.now().truncatedTo(ChronoUnit.SECONDS).toString()
                        : publishedDate;
        return new PackageData(
                        uri, publisherName, published, PackageData.DEFAULT_VERSION, extensions)
                .toCanonicalJson();
    }
}
