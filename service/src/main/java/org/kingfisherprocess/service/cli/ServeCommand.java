package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Receives files, and loads them into PostgreSQL, until it is stopped by Ctrl-C or SIGTERM.",
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

    ServeCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws InterruptedException {
        return line.application().serve(line.terminal());
    }
}
