package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Receives files, and loads them into PostgreSQL, until it is stopped by Ctrl-C, SIGTERM or drain.",
            "A supervisor starts a server, which answers requests, and a worker, which loads; reload replaces both while"
                    + " requests go on.",
            "Without any configuration it starts a PostgreSQL of its own in the data folder, makes an API key and listens"
                    + " on 127.0.0.1:5000."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process serve",
            "  KINGFISHER_PROCESS_LISTEN=0.0.0.0:8000 kingfisher-process serve",
            "  KINGFISHER_PROCESS_DB_URI=postgresql://user:password@db.example/kingfisher kingfisher-process serve"
        })
final class ServeCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(
            names = "--in-process",
            description =
                    "Do everything in this process, for debugging: without a supervisor, and so without reload.")
    private boolean inProcess;

    @Option(
            names = "--check",
            description =
                    "Check the configuration and that this release can start, and do nothing else.")
    private boolean check;

    ServeCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws InterruptedException {
        var application = line.application();
        if (check) {
            var _ = application.settings();
            return ExitCode.OK;
        }
        return inProcess
                ? application.serveInProcess(line.terminal())
                : application.serve(line.terminal());
    }
}
