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

    @Option(names = "--json", description = "Print a JSON object; there is no other form.")
    private boolean json;

    DescribeReleaseCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var described = DescriptionJson.write(line.application().describeRelease());
        line.terminal().print(described.toString());
        return ExitCode.OK;
    }
}
