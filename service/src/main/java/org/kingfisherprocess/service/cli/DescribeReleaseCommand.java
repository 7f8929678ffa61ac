package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.release.DescriptionJson;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Asked by `deploy` of another release, before that is put into service. Never to be renamed.
@Command(
        name = "describe-release",
        hidden = true,
        mixinStandardHelpOptions = true,
        description =
                "Prints what this release is: version, commit, tables, migrations and settings. deploy asks it of releases.")
final class DescribeReleaseCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print all of it, as a JSON object.")
    private boolean json;

    DescribeReleaseCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var description = line.application().describeRelease();
        if (json) {
            line.terminal().print(DescriptionJson.write(description).toString());
        } else {
            new Report()
                    .add("version", description.version())
                    .add("commit", description.commit())
                    .add("tables", description.schema())
                    .lines()
                    .forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }
}
