package org.kingfisherprocess.service.cli;

import java.util.concurrent.Callable;
import org.kingfisherprocess.supervisor.posix.OwnSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The process that `deploy run` and `deploy rollback` start.
@Command(
        name = "execute",
        hidden = true,
        mixinStandardHelpOptions = true,
        description = "Carries a deployment out, in a session of its own. Started by deploy run.")
final class DeployExecuteCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Parameters(index = "0", paramLabel = "NUMBER", description = "Which deployment.")
    private long number;

    DeployExecuteCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        OwnSession.begin();
        if (!line.application().deploying().execute(number)) {
            throw new RefusedException("another process deploys in this installation");
        }
        return ExitCode.OK;
    }
}
