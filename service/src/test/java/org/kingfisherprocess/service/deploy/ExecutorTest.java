package org.kingfisherprocess.service.deploy;

import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.deploy.Deployment.Side;
import org.kingfisherprocess.service.deploy.Deployment.State;
import org.kingfisherprocess.service.deploy.PendingStep.Phase;
import org.kingfisherprocess.service.release.Installation;
import org.kingfisherprocess.service.release.ReleaseException;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.testing.TestDatabases;

/// How a deployment goes on, stops, goes back and is taken up again: with the tables, without
/// processes.
final class ExecutorTest {
    /// What SIGKILL is to a process: nothing is caught, nothing is recorded.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @TempDir private Path folder;

    private final DatabaseSettings place = TestDatabases.migrated();
    private final Database database = Database.open(place);
    private final Deployments deployments = new Deployments();
    private final DeploymentSteps steps = new DeploymentSteps();
    private final List<StepKind> ran = new ArrayList<>();
    private final Map<StepKind, StepAction> actions = new EnumMap<>(StepKind.class);
    private BooleanSupplier fitsBefore = () -> true;

    @BeforeEach
    void letEverythingSucceed() {
        for (var kind : StepKind.values()) {
            does(kind, () -> {});
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void carriesOutEveryStepAndRecordsIt() {
        long id = begin(Phase.EXPAND, Phase.CONTRACT);

        assertThat(run(id)).isTrue();

        assertThat(ran)
                .containsExactly(
                        StepKind.EXPAND,
                        StepKind.LINK,
                        StepKind.RELOAD,
                        StepKind.VERIFY,
                        StepKind.CONTRACT,
                        StepKind.VERIFY_AGAIN,
                        StepKind.PRUNE);
        assertThat(deployment(id).state()).isEqualTo(State.DONE);
        assertThat(deployment(id).finishedAt()).isPresent();
        assertThat(deployment(id).executor()).contains("process " + ProcessHandle.current().pid());
        assertThat(all(id))
                .allSatisfy(step -> {
                    assertThat(step.state()).isEqualTo(DeploymentStep.State.DONE);
                    assertThat(step.took()).isPresent();
                    assertThat(step.result()).isEqualTo("did " + step.kind().text());
                });
        assertThat(said(id)).contains("about to do reload");
        assertThat(held()).isEmpty();
    }

    @Test
    void goesOnInTheStepInWhichItsProcessWasKilled() {
        long id = begin(Phase.EXPAND);
        does(
                StepKind.RELOAD,
                () -> {
                    throw new Killed();
                });
        assertThatThrownBy(() -> run(id)).isInstanceOf(Killed.class);
        assertThat(deployment(id).state()).isEqualTo(State.RUNNING);
        assertThat(held()).isPresent();
        does(StepKind.RELOAD, () -> {});
        ran.clear();

        run(id);

        assertThat(ran).containsExactly(StepKind.RELOAD, StepKind.VERIFY, StepKind.PRUNE);
        assertThat(deployment(id).state()).isEqualTo(State.DONE);
        assertThat(all(id))
                .filteredOn(step -> step.kind() == StepKind.RELOAD)
                .singleElement()
                .satisfies(step -> assertThat(step.tries()).isEqualTo(2));
        assertThat(said(id)).anyMatch(line -> line.startsWith("goes on after"));
    }

    @Test
    void goesBackWhenVerificationFails() {
        long id = begin(Phase.EXPAND, Phase.CONTRACT);
        does(
                StepKind.VERIFY,
                () -> {
                    throw new DeployException("it answers 500");
                });

        run(id);

        assertThat(ran)
                .containsExactly(
                        StepKind.EXPAND,
                        StepKind.LINK,
                        StepKind.RELOAD,
                        StepKind.VERIFY,
                        StepKind.LINK_BACK,
                        StepKind.RELOAD_BACK,
                        StepKind.VERIFY_BACK);
        var deployment = deployment(id);
        assertThat(deployment.state()).isEqualTo(State.ROLLED_BACK);
        assertThat(deployment.problem()).isEqualTo("it answers 500");
        assertThat(deployment.advice())
                .contains("old serves again", "What its migrations added stays");
        assertThat(all(id))
                .filteredOn(step -> step.state() == DeploymentStep.State.LEFT_OUT)
                .extracting(DeploymentStep::kind)
                .containsExactly(StepKind.CONTRACT, StepKind.VERIFY_AGAIN, StepKind.PRUNE);
    }

    @Test
    void goesOnGoingBackAfterItsProcessWasKilled() {
        long id = begin();
        does(
                StepKind.VERIFY,
                () -> {
                    throw new DeployException("it answers 500");
                });
        does(
                StepKind.RELOAD_BACK,
                () -> {
                    throw new Killed();
                });
        assertThatThrownBy(() -> run(id)).isInstanceOf(Killed.class);
        does(StepKind.RELOAD_BACK, () -> {});

        run(id);

        assertThat(deployment(id).state()).isEqualTo(State.ROLLED_BACK);
    }

    @Test
    void stopsWithoutTouchingTheCodeWhenAMigrationFails() {
        long id = begin(Phase.EXPAND);
        does(
                StepKind.EXPAND,
                () -> {
                    throw new DeployException("the index is invalid");
                });

        run(id);

        assertThat(ran).containsExactly(StepKind.EXPAND);
        assertThat(deployment(id).state()).isEqualTo(State.FAILED);
        assertThat(deployment(id).advice()).contains("old serves as before", "deploy again");
        assertThat(held()).isEmpty();
    }

    @Test
    void doesNotGoBackToCodeThatTheTablesNoLongerFit() {
        long id = begin(Phase.BREAKING);
        fitsBefore = () -> false;
        does(
                StepKind.VERIFY,
                () -> {
                    throw new DeployException("the probe was not stored");
                });

        run(id);

        assertThat(ran)
                .containsExactly(
                        StepKind.LINK,
                        StepKind.RELOAD,
                        StepKind.CHECK,
                        StepKind.BREAKING,
                        StepKind.VERIFY);
        assertThat(deployment(id).state()).isEqualTo(State.FAILED);
        assertThat(deployment(id).advice()).contains("new serves, and old cannot any more");
    }

    @Test
    void recordsADefectOfItsOwnAsAFailure() {
        long id = begin();
        does(
                StepKind.VERIFY,
                () -> {
                    throw new IllegalStateException("unexpected");
                });

        run(id);

        assertThat(deployment(id).state()).isEqualTo(State.ROLLED_BACK);
        assertThat(deployment(id).problem()).contains("a defect", "unexpected");
    }

    @Test
    void countsADeploymentWhoseOldReleasesCouldNotBeDeleted() {
        long id = begin();
        does(
                StepKind.PRUNE,
                () -> {
                    throw new DeployException("no permission");
                });

        run(id);

        assertThat(deployment(id).state()).isEqualTo(State.DONE);
        assertThat(deployment(id).advice()).contains("Delete old releases by hand");
    }

    @Test
    void worksAlone() {
        long id = begin();
        try (var _ = ExecutorLock.take(installation()).orElseThrow()) {
            assertThat(run(id, Duration.ZERO)).isFalse();
        }
        assertThat(ran).isEmpty();
    }

    @Test
    void waitsForOneWhoOnlyLooksWhetherTheLockIsFree() throws Exception {
        long id = begin();
        var looking = ExecutorLock.take(installation()).orElseThrow();
        var executing = supplyAsync(() -> run(id, Duration.ofMinutes(1)));

        looking.close();

        assertThat(executing.get(1, TimeUnit.MINUTES)).isTrue();
        assertThat(deployment(id).state()).isEqualTo(State.DONE);
    }

    @Test
    void endsAlsoWhereItCannotFindOutWhetherThereIsAWayBack() {
        long id = begin();
        does(
                StepKind.VERIFY,
                () -> {
                    throw new DeployException("it answers 500");
                });
        fitsBefore =
                () -> {
                    throw new ReleaseException("the release before does not answer");
                };

        run(id);

        assertThat(deployment(id).state()).isEqualTo(State.FAILED);
        assertThat(deployment(id).problem())
                .contains("it answers 500", "the release before does not answer");
        assertThat(all(id))
                .extracting(DeploymentStep::state)
                .doesNotContain(DeploymentStep.State.RUNNING, DeploymentStep.State.WAITING);
        assertThat(held()).isEmpty();
    }

    private void does(StepKind kind, Runnable work) {
        actions.put(
                kind,
                heard -> {
                    ran.add(kind);
                    heard.accept("about to do " + kind.text());
                    work.run();
                    return "did " + kind.text();
                });
    }

    private long begin(Phase... phases) {
        var pending =
                List.of(phases).stream()
                        .map(phase ->
                                new PendingStep(
                                        9,
                                        "try",
                                        phase.text(),
                                        phase,
                                        "statement",
                                        List.of(),
                                        0,
                                        Optional.empty()))
                        .toList();
        return database.transaction(tx -> {
            long id =
                    deployments.insert(
                            tx,
                            new Deployments.NewDeployment(
                                    "alice",
                                    Deployment.Kind.DEPLOY,
                                    folder.toString(),
                                    new Side("old", ""),
                                    new Side("new", ""),
                                    "{}"));
            new DeployLock().takeFor(tx, "alice", id);
            steps.append(tx, id, Order.deploying("new", pending, true));
            return id;
        });
    }

    private boolean run(long id) {
        return run(id, Duration.ofSeconds(3));
    }

    private boolean run(long id, Duration patience) {
        try (var journal = new Journal(() -> Database.open(place), id)) {
            return new Executor(
                            journal,
                            actions,
                            new Recovery("old", "new"),
                            fitsBefore,
                            Measuring.NONE)
                    .run(installation(), patience);
        }
    }

    private Installation installation() {
        return new Installation(folder);
    }

    private Deployment deployment(long id) {
        return database.transaction(tx -> deployments.find(tx, id)).orElseThrow();
    }

    private List<DeploymentStep> all(long id) {
        return database.transaction(tx -> steps.of(tx, id));
    }

    private List<String> said(long id) {
        return database.transaction(tx -> steps.said(tx, id, 0)).stream()
                .map(DeploymentSteps.Line::text)
                .toList();
    }

    private Optional<DeployLock.Held> held() {
        return database.transaction(tx -> new DeployLock().held(tx));
    }
}
