package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kingfisherprocess.service.schedule.JobRuns;
import org.kingfisherprocess.service.sql.Database;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description =
                "Runs a job at once, in this process, and waits for its end. Refused while it runs elsewhere. Ends with 1 if the"
                        + " job failed.",
        footerHeading = "%nExamples:%n",
        footer = "  kingfisher-process schedules run update-collection-caches")
final class SchedulesRunCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "NAME", description = "The job's name.")
    private String name = "";

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    SchedulesRunCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        return run(line, name, json);
    }

    static int run(CommandLineInterface line, String name, boolean json) {
        return switch (line.application().withDatabase(database -> run(line, name, database))) {
            case JobRuns.Run.Done(var outcome) -> {
                print(line, json, outcome, false);
                yield ExitCode.OK;
            }
            case JobRuns.Run.Failed(var reason) -> {
                print(line, json, reason, true);
                yield ExitCode.FOUND_PROBLEMS;
            }
            case JobRuns.Run.Stopped _ ->
                    throw new RefusedException("%s was interrupted; run it again".formatted(name));
            case JobRuns.Run.Elsewhere(var by) ->
                    throw new RefusedException(
                            "%s runs already, by %s; schedules shows when it has ended"
                                    .formatted(name, by));
        };
    }

    private static JobRuns.Run run(CommandLineInterface line, String name, Database database) {
        var jobs = line.application().jobs(database);
        var job =
                jobs.stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                new RefusedException(
                                        "there is no job %s; there are %s"
                                                .formatted(
                                                        name,
                                                        jobs.stream()
                                                                .map(one -> one.name())
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
        return line.application().jobRuns(database).run(job);
    }

    private static void print(
            CommandLineInterface line, boolean json, String outcome, boolean failed) {
        line.terminal()
                .print(
                        json
                                ? new Report()
                                        .add("failed", failed)
                                        .add("outcome", outcome)
                                        .json()
                                        .toString()
                                : outcome);
    }
}
