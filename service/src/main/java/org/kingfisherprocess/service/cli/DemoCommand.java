package org.kingfisherprocess.service.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.kingfisherprocess.service.demo.Account;
import org.kingfisherprocess.service.demo.AccountJson;
import org.kingfisherprocess.service.demo.AccountText;
import org.kingfisherprocess.service.demo.Demonstration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Shows in two minutes, on this machine and without touching anything of yours, that a deployment loses nothing:"
                    + " spiders send OCDS files while a database of version 1 is made ours, and while a release is deployed"
                    + " whose migration locks a table.",
            "Then compares what they sent with what is stored. Exit code 0 where nothing was lost, nothing doubled and no"
                    + " request failed, otherwise 1.",
            "All of it, PostgreSQL included, lies in a temporary folder, which is deleted in the end, or at Ctrl-C. Needs"
                    + " 1 GB there, and no network."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process demo",
            "  kingfisher-process demo --files /data/paraguay",
            "  kingfisher-process demo --stay --port 8080",
            "  kingfisher-process demo --quiet --json | jq .lost"
        })
final class DemoCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Option(
            names = "--files",
            paramLabel = "FOLDER",
            description =
                    "Published files (*.json, also in folders below) to crawl, besides generated ones. Default: the samples that"
                            + " come with this program.")
    private Optional<Path> files = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "Where the temporary folder is made. Default: that of the system.")
    private Path work = Path.of(System.getProperty("java.io.tmpdir"));

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port of the page that shows it in a browser. Default: a free one.")
    private int port;

    @Option(
            names = "--stay",
            description =
                    "In the end, let the server, its database and the page be until Ctrl-C, to look around.")
    private boolean stay;

    @Option(
            names = "--keep",
            description = "Do not delete the temporary folder, with the logs and the database.")
    private boolean keep;

    @Option(names = "--json", description = "Print the account as a JSON object.")
    private boolean json;

    DemoCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() throws InterruptedException {
        var screen = new DemoScreen(line.terminal());
        var options = new Demonstration.Options(files, work, port, keep);
        var demonstration = new Demonstration(options, line.application().surroundings(), screen);
        var ending = Thread.ofPlatform().unstarted(() -> end(demonstration, screen));
        Runtime.getRuntime().addShutdownHook(ending);
        int code;
        try (demonstration) {
            var account = demonstration.run();
            screen.end();
            print(account);
            stay();
            code = account.clean() ? ExitCode.OK : ExitCode.FOUND_PROBLEMS;
        } catch (RuntimeException e) {
            if (ending.getState() == Thread.State.NEW) {
                throw e;
            }
            ending.join(); // what broke off did so because it is ended
            return ExitCode.FOUND_PROBLEMS;
        }
        Runtime.getRuntime().removeShutdownHook(ending);
        demonstration.kept().ifPresent(folder -> line.terminal().tell("kept: " + folder));
        return code;
    }

    /// At Ctrl-C.
    private void end(Demonstration demonstration, DemoScreen screen) {
        screen.end();
        line.terminal().tell("ending all that was started");
        demonstration.close();
        demonstration.kept().ifPresent(folder -> line.terminal().tell("kept: " + folder));
    }

    private void stay() throws InterruptedException {
        if (stay) {
            line.terminal().tell("Everything stays as it is until Ctrl-C.");
            new CountDownLatch(1).await();
        }
    }

    private void print(Account account) {
        if (json) {
            line.terminal().print(AccountJson.of(account).toString());
        } else {
            AccountText.lines(account).forEach(line.terminal()::print);
        }
    }
}
