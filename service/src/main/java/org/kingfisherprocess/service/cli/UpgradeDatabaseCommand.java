package org.kingfisherprocess.service.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "upgrade-database",
        mixinStandardHelpOptions = true,
        description = "Brings the tables to the newest version.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process upgrade-database",
            "  kingfisher-process upgrade-database --deletefirst --confirm ocdskfp"
        })
final class UpgradeDatabaseCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(
            names = "--deletefirst",
            description = "Delete all data first. Asks for the database's name.")
    private boolean deleteFirst;

    @Option(
            names = "--confirm",
            paramLabel = "DATABASE",
            description = "The database's name, where nobody can be asked.")
    private @Nullable String confirmed;

    UpgradeDatabaseCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var application = line.application();
        var terminal = line.terminal();
        if (deleteFirst && !isConfirmed(application, terminal)) {
            throw new RefusedException(
                    "nothing was deleted: give the database's name with --confirm %s"
                            .formatted(application.databaseName()));
        }
        var done = application.upgradeDatabase(deleteFirst);
        done.forEach(terminal::print);
        if (done.isEmpty()) {
            terminal.print("The database is at the newest version.");
        }
        return ExitCode.OK;
    }

    private boolean isConfirmed(Application application, Terminal terminal) {
        var name = application.databaseName();
        return Optional.ofNullable(confirmed)
                .or(() ->
                        terminal.ask(
                                "All data in database %s will be deleted. Type its name to go on:"
                                        .formatted(name)))
                .filter(name::equals)
                .isPresent();
    }
}
