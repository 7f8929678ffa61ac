package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.service.cli.Application.Child;
import picocli.CommandLine.Command;

/// The part of one child, started by the supervisor and by nobody else.
@Command(hidden = true, mixinStandardHelpOptions = true)
final class ChildCommand implements Callable<Integer> {
    private final CommandLineInterface line;
    private final Child child;

    ChildCommand(CommandLineInterface line, Child child) {
        this.line = line;
        this.child = child;
    }

    @Override
    public Integer call() throws InterruptedException {
        return line.application().serveAs(child, line.terminal());
    }
}
