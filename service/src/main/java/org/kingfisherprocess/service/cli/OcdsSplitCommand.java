package org.kingfisherprocess.service.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.kingfisherprocess.ocds.format.PackageSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "split",
        mixinStandardHelpOptions = true,
        description =
                "Splits packages into smaller ones with the same metadata, and prints each as a line.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process ocds split --size 100 huge.json > parts.jsonl",
            "  kingfisher-process ocds split - < huge.json | split -l 1 - part-"
        })
final class OcdsSplitCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files, or - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--size",
            paramLabel = "N",
            defaultValue = "1",
            description = "Releases or records in a package. Default: ${DEFAULT-VALUE}.")
    private int size = 1;

    OcdsSplitCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws IOException {
        if (size < 1) {
            throw new RefusedException("--size must be 1 or more, was " + size);
        }
        var output = new BufferedOutputStream(System.out);
        var problems = new AtomicInteger();
        for (var name : files) {
            var file = new OcdsFile(name);
            if (file.isStandardInput()) {
                splitStandardInput(file, output, problems);
            } else {
                split(file, output, problems);
            }
        }
        output.flush();
        return problems.get() == 0 ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
    }

    /// A package's metadata may stand behind its releases, so the input is read twice.
    private void splitStandardInput(
            OcdsFile input, BufferedOutputStream output, AtomicInteger problems)
            throws IOException {
        Path copy = Files.createTempFile("kingfisher-process-split-", ".json");
        try {
            Files.copy(input.open(), copy, StandardCopyOption.REPLACE_EXISTING);
            split(new OcdsFile(copy.toString()), output, problems);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private void split(OcdsFile file, BufferedOutputStream output, AtomicInteger problems)
            throws IOException {
        try (var ahead = file.split();
                var behind = file.split()) {
            new PackageSplit(size)
                    .write(
                            ahead,
                            behind,
                            output,
                            problem -> {
                                line.terminal()
                                        .tell(
                                                "%s: %s %s"
                                                        .formatted(
                                                                file.name(),
                                                                problem.path(),
                                                                problem.message()));
                                problems.incrementAndGet();
                            });
        }
    }
}
