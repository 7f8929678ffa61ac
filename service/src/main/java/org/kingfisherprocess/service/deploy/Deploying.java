package org.kingfisherprocess.service.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.kingfisherprocess.ocds.json.JsonString;
import org.kingfisherprocess.service.deploy.Deployment.Side;
import org.kingfisherprocess.service.deploy.Deployments.NewDeployment;
import org.kingfisherprocess.service.release.Checkout;
import org.kingfisherprocess.service.release.Description;
import org.kingfisherprocess.service.release.Installation;
import org.kingfisherprocess.service.release.JsonFields;
import org.kingfisherprocess.service.release.KeptRelease;
import org.kingfisherprocess.service.release.ReleaseException;
import org.kingfisherprocess.service.release.ReleaseFolder;
import org.kingfisherprocess.service.release.Source;
import org.kingfisherprocess.service.release.Staging;
import org.kingfisherprocess.service.sql.Database;

/// Deploying on this machine, from the plan to its execution.
public final class Deploying {
    /// Whoever follows a deployment takes the executor's lock for a moment, again and again, to see
    /// whether it is free.
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(3);

    private static final String CANCEL_BLOCKERS = "cancel_blockers";

    private final DeployParts parts;
    private final Deployments deployments = new Deployments();
    private final DeploymentSteps steps = new DeploymentSteps();
    private final DeployLock lock = new DeployLock();

    public Deploying(DeployParts parts) {
        this.parts = parts;
    }

    /// Stages the release and compares it with the one that runs. Nothing that runs is touched.
    public Plan plan(
            Database database,
            Source source,
            Optional<Checkout> checkout,
            OptionalInt expected,
            Consumer<String> heard) {
        var staging = staging(heard);
        var from = running(staging);
        var staged = staging.stage(source);
        return planner(database, checkout)
                .deploy(
                        from,
                        new Plan.Release(staged.folder().name(), Optional.of(staged.description())),
                        new OtherRelease(staged.folder(), parts.programs()),
                        expected);
    }

    /// What going back to a kept release would do.
    ///
    /// @param name the kept release to go back to; empty: the one before the current one
    public Plan planRollback(
            Database database,
            Optional<String> name,
            Optional<Checkout> checkout,
            Consumer<String> heard) {
        var staging = staging(heard);
        var from = running(staging);
        var to = name.orElseGet(() -> before(database, from.name()));
        var description = parts.installation().require(to).describe(parts.programs());
        return planner(database, checkout)
                .rollback(from, new Plan.Release(to, Optional.of(description)));
    }

    public Installation installation() {
        return parts.installation();
    }

    /// The name of the release that serves; empty where no server runs.
    public Optional<String> serving() {
        return parts.server()
                .serving()
                .map(generation -> String.valueOf(generation.release().getFileName()));
    }

    public List<KeptRelease> kept() {
        return parts.installation().kept();
    }

    /// Takes the lock and records what is agreed to. Returns its number, for [#start].
    ///
    /// @param cancelBlockers what migrations do with sessions that are in their way, as
    ///   `upgrade-database` takes it; empty: they show them
    public long begin(Database database, Plan plan, String who, Optional<String> cancelBlockers) {
        if (!plan.obstacles().isEmpty()) {
            throw new DeployException(String.join(System.lineSeparator(), plan.obstacles()));
        }
        return database.transaction(tx -> {
            var running = deployments.running(tx, place());
            if (running.isPresent()) {
                throw new DeployException(
                        "deployment %d of %s is under way here: deploy attach follows it, deploy run without a release goes on with one that stopped"
                                .formatted(running.get().id(), running.get().who()));
            }
            long id =
                    deployments.insert(
                            tx,
                            new NewDeployment(
                                    who,
                                    plan.kind(),
                                    place(),
                                    side(plan.from()),
                                    side(plan.to()),
                                    agreed(plan, cancelBlockers)));
            lock.takeFor(tx, who, id);
            steps.append(tx, id, plan.steps());
            return id;
        });
    }

    /// Whether submissions of this group are probes, which no spider sent.
    public static boolean isProbe(String group) {
        return group.startsWith(Probe.SOURCE);
    }

    /// Starts the process that carries it out.
    public void start(long id) {
        parts.executor()
                .start(parts.installation(), List.of("deploy", "execute", Long.toString(id)));
    }

    /// Whether a process is carrying out a deployment in this installation.
    public boolean isExecuting() {
        return ExecutorLock.isTaken(parts.installation());
    }

    /// The deployment of this installation that is under way, or that was left by its executor.
    public Optional<Deployment> underWay(Database database) {
        return database.transaction(tx -> deployments.running(tx, place()));
    }

    /// Records that nobody will go on with a deployment that its executor left.
    public void giveUp(Database database, long id, String who) {
        if (isExecuting()) {
            throw new DeployException(
                    "deployment %d is being carried out; it cannot be given up".formatted(id));
        }
        database.run(tx -> {
            var reason = "given up by " + who;
            steps.failRunning(tx, id, reason);
            steps.leaveOutWaiting(tx, id);
            deployments.finish(
                    tx,
                    id,
                    Deployment.State.FAILED,
                    reason,
                    "Look at kingfisher-process status for what serves, and at deploy plan for what is left to migrate.",
                    Deployment.Figures.NONE);
            lock.letGoAfter(tx, id);
        });
    }

    /// Carries it out, to its end, in this process. Returns false if another process does.
    public boolean execute(long id) {
        try (var journal = new Journal(parts.opening(), id)) {
            return executor(journal).run(parts.installation(), LOCK_PATIENCE);
        }
    }

    private Executor executor(Journal journal) {
        var deployment = journal.deployment();
        var watch =
                new TrafficWatch(journal, parts.target(), parts.spool()::acknowledged, deployment);
        var verification =
                new Verification(
                        parts.server(),
                        parts.target(),
                        new Probe(parts.target(), journal, parts.clock()),
                        since -> parts.spool().audit(since),
                        watch::total,
                        new Verification.Limits(
                                parts.limits().verifyFor(), parts.limits().mostErrors()),
                        deployment.startedAt());
        var actions =
                new Actions(
                        parts.installation(),
                        parts.programs(),
                        parts.server(),
                        verification,
                        new Actions.Keeping(
                                parts.limits().keepReleases(),
                                parts.own().map(ReleaseFolder::name).stream().toList()),
                        () -> journal.write(OtherWorkers::warning));
        var recovery = new Recovery(deployment.from().release(), deployment.to().release());
        return new Executor(
                journal,
                actions.of(deployment, cancelBlockers(journal)),
                recovery,
                () -> fitsBefore(journal),
                watch);
    }

    private static String agreed(Plan plan, Optional<String> cancelBlockers) {
        var json = PlanJson.write(plan);
        cancelBlockers.ifPresent(policy -> json.put(CANCEL_BLOCKERS, new JsonString(policy)));
        return json.toString();
    }

    private static Optional<String> cancelBlockers(Journal journal) {
        return JsonFields.parse(journal.plan(), "the plan of a deployment").text(CANCEL_BLOCKERS);
    }

    private boolean fitsBefore(Journal journal) {
        return ReleaseBefore.read(journal.plan()).fits(journal.write(parts.tables()));
    }

    private Planner planner(Database database, Optional<Checkout> checkout) {
        return new Planner(
                parts.installation(),
                checkout,
                database,
                parts.tables(),
                new BusyLook(
                        database,
                        parts.scrapyd(),
                        parts.spool()::waiting,
                        parts.limits().windows(),
                        parts.clock()));
    }

    private Staging staging(Consumer<String> heard) {
        return new Staging(parts.installation(), parts.programs(), parts.clock(), heard);
    }

    /// The release that serves now; one that does not lie in the installation yet is copied there,
    /// so that there is a way back to it.
    private Plan.Release running(Staging staging) {
        var serving =
                parts.server()
                        .serving()
                        .orElseThrow(() ->
                                new DeployException(
                                        "no server runs in the data folder %s, so there is nothing to exchange: start the new release with its own kingfisher-process serve, or give the settings of the server that you mean"
                                                .formatted(parts.dataFolder())));
        var folder = serving.release();
        if (!folder.startsWith(parts.installation().releases())) {
            var staged = staging.stage(new Source.Folder(folder));
            return new Plan.Release(staged.folder().name(), Optional.of(staged.description()));
        }
        var name = String.valueOf(folder.getFileName());
        return new Plan.Release(name, described(name));
    }

    private Optional<Description> described(String name) {
        try {
            return Optional.of(parts.installation().require(name).describe(parts.programs()));
        } catch (ReleaseException _) {
            return Optional.empty(); // it is older than this command
        }
    }

    /// Also a deployment that failed may have put the current one in its place: its reload came
    /// before what failed.
    private String before(Database database, String current) {
        return database.transaction(tx -> deployments.newest(tx, Integer.MAX_VALUE)).stream()
                .filter(past -> past.installation().equals(place()))
                .filter(past -> past.to().release().equals(current))
                .map(past -> past.from().release())
                .findFirst()
                .orElseThrow(() ->
                        new DeployException(
                                "the history does not tell which release ran before %s: name one; kept are %s"
                                        .formatted(
                                                current,
                                                kept().stream()
                                                        .map(kept -> kept.folder().name())
                                                        .toList())));
    }

    private String place() {
        return parts.installation().folder().toString();
    }

    private static Side side(Plan.Release release) {
        return new Side(release.name(), release.commit());
    }
}
