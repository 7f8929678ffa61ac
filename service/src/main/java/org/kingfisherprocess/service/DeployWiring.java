package org.kingfisherprocess.service;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.kingfisherprocess.service.deploy.BusyLook;
import org.kingfisherprocess.service.deploy.DeployParts;
import org.kingfisherprocess.service.deploy.Deploying;
import org.kingfisherprocess.service.deploy.ExecutorProcess;
import org.kingfisherprocess.service.deploy.RunningServer;
import org.kingfisherprocess.service.deploy.Scrapyd;
import org.kingfisherprocess.service.deploy.TablesState;
import org.kingfisherprocess.service.deploy.Target;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.SchemaState;
import org.kingfisherprocess.service.release.Installation;
import org.kingfisherprocess.service.release.Programs;
import org.kingfisherprocess.service.release.ReleaseFolder;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.spool.SpoolView;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.steps.Audit;
import org.kingfisherprocess.service.store.IntakeReceipts;

/// Puts together what deploying needs of the other rooms.
final class DeployWiring {
    /// Addresses that stand for all of a machine.
    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    private final Settings settings;
    private final Wiring wiring;
    private final Map<String, String> environment;

    /// @param environment what another process needs to find the same settings
    DeployWiring(Settings settings, Wiring wiring, Map<String, String> environment) {
        this.settings = settings;
        this.wiring = wiring;
        this.environment = Map.copyOf(environment);
    }

    Deploying deploying() {
        var deploy = settings.deploy();
        var server = new LocalServer(settings.dataDirectory());
        return new Deploying(
                new DeployParts(
                        installation(server),
                        settings.dataDirectory(),
                        ReleasePlace.own(),
                        new Programs(Map.of()),
                        server,
                        target(server),
                        new SpoolOfDeployment(wiring.viewSpool(), this::database),
                        deploy.scrapyd().map(uri -> new Scrapyd(uri, deploy.scrapydProject())),
                        this::database,
                        tx -> tables(Migrator.state(tx)),
                        new DeployParts.Limits(
                                deploy.keepReleases(),
                                new BusyLook.Windows(deploy.busyWindow(), deploy.longQuery()),
                                deploy.verifyFor(),
                                deploy.mostErrors()),
                        new ExecutorProcess(Main.class.getName(), environment),
                        InstantSource.system()));
    }

    /// The configured one; otherwise the one that the server was started from, or this program lies
    /// in; otherwise one in the data folder.
    private Installation installation(RunningServer server) {
        var found =
                settings.deploy()
                        .installation()
                        .map(Installation::new)
                        .or(() ->
                                server.serving()
                                        .map(RunningServer.Generation::release)
                                        .flatMap(Installation::around))
                        .or(() ->
                                ReleasePlace.own()
                                        .map(ReleaseFolder::path)
                                        .flatMap(Installation::around))
                        .orElseGet(() ->
                                new Installation(settings.dataDirectory().resolve("install")));
        return found.resolved();
    }

    /// Where the server listens; systemd may have said so, and not our settings.
    private Target target(LocalServer server) {
        var listens = server.listen().orElseGet(() -> Front.text(settings.listen()));
        int colon = listens.lastIndexOf(':');
        var host = listens.substring(0, colon).replaceAll("^\\[|]$", "");
        var reachable = ANY.contains(host) ? "127.0.0.1" : host;
        var address =
                InetSocketAddress.createUnresolved(
                        reachable, Integer.parseInt(listens.substring(colon + 1)));
        return new Target(
                URI.create("http://" + Front.text(address)),
                KeptApiKey.configuredOrKept(settings.apiKeys(), settings.dataDirectory())
                        .getFirst());
    }

    private Database database() {
        return Database.following(() -> DatabasePlace.of(settings).now().get());
    }

    private static TablesState tables(SchemaState state) {
        return new TablesState(state.has(), state.needs());
    }

    private record SpoolOfDeployment(SpoolView view, java.util.function.Supplier<Database> opening)
            implements DeployParts.Spool {
        @Override
        public long waiting() {
            return view.status().pending();
        }

        @Override
        public long acknowledged(Instant since) {
            try (var acknowledged = view.acknowledgedSince(since)) {
                return acknowledged.filter(one -> !Deploying.isProbe(one.group())).count();
            }
        }

        @Override
        public Audit.Report audit(Instant since) {
            try (var database = opening.get()) {
                return new Audit(view, database, new IntakeReceipts()).since(since);
            }
        }
    }
}
