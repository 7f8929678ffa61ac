package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "schedules",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the jobs that servers run by themselves: when, how the last run went, and when the next one is due.",
            "However many servers there are, a job runs on one of them at a time (those for a machine's own disk: on each)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process schedules",
            "  kingfisher-process schedules --json | jq '.[] | select(.failed)'",
            "  kingfisher-process schedules run retention"
        })
final class SchedulesCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    SchedulesCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var table =
                new TextTable(
                        "name",
                        "when",
                        "last started",
                        "last ended",
                        "failed",
                        "outcome",
                        "ran by",
                        "next",
                        "running",
                        "what");
        line.application()
                .withDatabase(database -> {
                    var jobs = line.application().jobs(database);
                    for (var listed : line.application().jobRuns(database).list(jobs)) {
                        table.row(
                                listed.job().name(),
                                listed.job().timetable().text(),
                                listed.started().map(Times::text),
                                listed.ended().map(Times::text),
                                listed.failed(),
                                listed.outcome(),
                                listed.ranBy(),
                                listed.next().map(Times::text),
                                listed.running(),
                                listed.job().description());
                    }
                    return true;
                });
        if (json) {
            line.terminal().print(table.json().toString());
        } else {
            table.lines().forEach(line.terminal()::print);
        }
        return ExitCode.OK;
    }
}
