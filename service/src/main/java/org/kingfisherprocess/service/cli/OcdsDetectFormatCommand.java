package org.kingfisherprocess.service.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.kingfisherprocess.ocds.format.DetectedFormat;
import org.kingfisherprocess.ocds.format.Detection;
import org.kingfisherprocess.ocds.format.FormatDetector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "detect-format",
        mixinStandardHelpOptions = true,
        description =
                "Tells what each file is: release package, record package, release, record, compiled release, …"
                        + " Ends with 1 if one is nothing of OCDS.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process ocds detect-format *.json",
            "  kingfisher-process ocds detect-format --root-path results.item --json page-1.json"
        })
final class OcdsDetectFormatCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files, or - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--root-path",
            paramLabel = "PATH",
            defaultValue = "",
            description =
                    "Where the OCDS value is: names joined by dots, with item for an element of an array.")
    private String rootPath = "";

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    OcdsDetectFormatCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws IOException {
        var detector = new FormatDetector(rootPath, List.of());
        var table = new TextTable("file", "format", "concatenated", "array", "problem");
        int unknown = 0;
        for (var name : files) {
            Detection detection;
            try (var input = new OcdsFile(name).open()) {
                detection = detector.detect(input);
            }
            switch (detection) {
                case Detection.Detected(DetectedFormat format) ->
                        table.row(
                                name,
                                format.format().formatName(),
                                format.concatenated(),
                                format.array(),
                                "");
                case Detection.Unknown(var message) -> table.row(name, "", "", "", message);
                case Detection.NotJson(var message) ->
                        table.row(name, "", "", "", "not JSON: " + message);
                case Detection.NothingAtPath(var path) ->
                        table.row(name, "", "", "", "nothing is at " + path);
            }
            unknown += detection instanceof Detection.Detected ? 0 : 1;
        }
        if (json) {
            line.terminal().print(table.json().toString());
        } else {
            table.lines().forEach(line.terminal()::print);
        }
        return unknown == 0 ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }
}
