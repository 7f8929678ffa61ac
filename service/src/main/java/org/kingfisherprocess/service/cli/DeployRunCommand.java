package org.kingfisherprocess.service.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.service.deploy.Deploying;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.upgrade.BlockerPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Deploys a release: shows the plan, asks, and carries it out step by step. A step that fails stops it, and the"
                    + " release before goes on or takes over again.",
            "A process of its own does the work: Ctrl-C or a lost terminal changes nothing, and deploy attach follows it"
                    + " again. Without RELEASE it goes on with a deployment that stopped because its process or the"
                    + " machine did.",
            "Exit code 0 when the release serves, 1 when it failed (the text says what serves), 5 when it was refused."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kingfisher-process deploy run kingfisher-process-0.2.0.tar.gz",
            "  kingfisher-process deploy run main --expect-commits 3 --yes --by \"$USER\"",
            "  kingfisher-process deploy run main --cancel-blockers after=60s",
            "  kingfisher-process deploy run",
        })
final class DeployRunCommand implements Callable<Integer> {
    private final CommandLineInterface line;

    @Mixin private final DeploySourceOptions source = new DeploySourceOptions();
    @Mixin private final DeployerOption deployer = new DeployerOption();
    @Mixin private final DeployStartOptions start = new DeployStartOptions();

    @Option(
            names = "--cancel-blockers",
            paramLabel = "never|after=TIME",
            converter = BlockerPolicyOption.class,
            description =
                    "What migrations do with sessions that are in their way: show them (the default), or cancel them once they have"
                            + " been for so long.")
    private @Nullable BlockerPolicy cancelBlockers;

    DeployRunCommand(CommandLineInterface line) {
        this.line = line;
    }

    @Override
    public Integer call() {
        var application = line.application();
        var deploying = application.deploying();
        long id =
                application.withDatabase(database ->
                        source.release().isPresent()
                                ? begin(database, deploying)
                                : goOn(database, deploying));
        return start.startAndFollow(line, deploying, id);
    }

    private long begin(Database database, Deploying deploying) {
        var application = line.application();
        var plan =
                deploying.plan(
                        database,
                        source.source(application, deploying),
                        source.checkout(application),
                        source.expected(),
                        line.terminal()::tell);
        return start.agree(
                line,
                database,
                deploying,
                plan,
                deployer.who(),
                Optional.ofNullable(cancelBlockers).map(BlockerPolicyOption::text));
    }

    private static long goOn(Database database, Deploying deploying) {
        var left =
                deploying
                        .underWay(database)
                        .orElseThrow(() ->
                                new RefusedException(
                                        "no deployment is under way here; name the release to deploy"));
        if (deploying.isExecuting()) {
            throw new RefusedException(
                    "deployment %d is being carried out; follow it with deploy attach"
                            .formatted(left.id()));
        }
        return left.id();
    }
}
