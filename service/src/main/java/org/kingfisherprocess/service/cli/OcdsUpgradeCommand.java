package org.kingfisherprocess.service.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.kingfisherprocess.ocds.json.CleanInput;
import org.kingfisherprocess.ocds.json.InvalidJsonException;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonReader;
import org.kingfisherprocess.ocds.json.JsonWriter;
import org.kingfisherprocess.ocds.upgrade.Upgrader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description = {
            "Upgrades packages, records and releases from OCDS 1.0 to 1.1, and prints each as a line; others stay as they are.",
            "What is lost, or could not be upgraded, is told on standard error."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process ocds upgrade package-1.0.json > package-1.1.json",
            "  cat releases.jsonl | kingfisher-process ocds upgrade - | gzip > upgraded.jsonl.gz"
        })
final class OcdsUpgradeCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files, or - for standard input.")
    private List<String> files = List.of();

    OcdsUpgradeCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws IOException {
        var terminal = line.terminal();
        var writer = new JsonWriter(System.out);
        for (var name : files) {
            try (var input = CleanInput.of(new OcdsFile(name).open(), "utf-8");
                    var reader = JsonReader.over(input, JsonLimits.DEFAULT)) {
                for (var value = reader.next(); value.isPresent(); value = reader.next()) {
                    var upgraded = Upgrader.upgrade(value.get());
                    upgraded.warnings()
                            .forEach(warning -> terminal.tell(name + ": " + warning.message()));
                    writer.write(upgraded.value()).newline();
                }
            } catch (InvalidJsonException e) {
                writer.flush();
                throw new RefusedException("%s is not JSON: %s".formatted(name, e.getMessage()));
            }
        }
        writer.flush();
        return ExitCode.OK;
    }
}
