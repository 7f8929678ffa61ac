package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description =
                "Prints every setting that is in force and where its value came from. Secrets are hidden.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process config show",
            "  kingfisher-process config show --explain",
            "  kingfisher-process config show --json | jq '.[] | select(.from != \"default\")'"
        })
final class ConfigShowCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Option(names = "--explain", description = "Print what each setting means, too.")
    private boolean explain;

    ConfigShowCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var settings = line.application().settings();
        var table =
                explain || json
                        ? new TextTable("setting", "value", "from", "config.ini", "meaning")
                        : new TextTable("setting", "value", "from");
        for (var value : settings.inForce()) {
            var setting = value.setting();
            if (explain || json) {
                table.row(
                        setting.name(),
                        value.shown(),
                        value.origin(),
                        setting.iniKey(),
                        setting.meaning());
            } else {
                table.row(setting.name(), value.shown(), value.origin());
            }
        }
        if (json) {
            line.terminal().print(table.json().toString());
        } else {
            table.lines().forEach(line.terminal()::print);
            settings.notices().forEach(line.terminal()::tell);
        }
        return ExitCode.OK;
    }
}
