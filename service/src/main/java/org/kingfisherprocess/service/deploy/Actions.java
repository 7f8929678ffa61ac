package org.kingfisherprocess.service.deploy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kingfisherprocess.service.deploy.PendingStep.Phase;
import org.kingfisherprocess.service.release.Installation;
import org.kingfisherprocess.service.release.Programs;
import org.kingfisherprocess.service.release.ReleaseFolder;

/// What each kind of step does.
final class Actions {
    /// Longer than the longest drain: a slow upload may go on for hours, and then contraction
    /// waits.
    private static final Duration OLD_ONE_LEFT_WITHIN = Duration.ofHours(13);

    /// Longer than a generation may take to become ready, and the one before it to come back.
    private static final Duration OTHER_RELOAD_ENDS_WITHIN = Duration.ofMinutes(30);

    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final Installation installation;
    private final Programs programs;
    private final RunningServer server;
    private final Verification verification;
    private final Keeping keeping;
    private final Supplier<Optional<String>> warning;

    /// @param most how many releases are kept
    /// @param always releases that are kept however many there are
    record Keeping(int most, List<String> always) {
        Keeping {
            always = List.copyOf(always);
        }
    }

    /// @param warning what is to be said before old code can work with the tables no longer
    Actions(
            Installation installation,
            Programs programs,
            RunningServer server,
            Verification verification,
            Keeping keeping,
            Supplier<Optional<String>> warning) {
        this.installation = installation;
        this.programs = programs;
        this.server = server;
        this.verification = verification;
        this.keeping = keeping;
        this.warning = warning;
    }

    /// @param cancelBlockers what migrations do with sessions that are in their way
    Map<StepKind, StepAction> of(Deployment deployment, Optional<String> cancelBlockers) {
        var from = deployment.from().release();
        var to = deployment.to().release();
        var actions = new EnumMap<StepKind, StepAction>(StepKind.class);
        actions.put(
                StepKind.EXPAND, heard -> migrate(to, Set.of(Phase.EXPAND), cancelBlockers, heard));
        actions.put(StepKind.LINK, _ -> link(to));
        actions.put(StepKind.RELOAD, heard -> reload(to, heard));
        actions.put(StepKind.CHECK, heard -> verification.ready(folder(to), heard));
        actions.put(StepKind.BREAKING, heard -> migrateAlone(to, cancelBlockers, heard));
        actions.put(StepKind.VERIFY, heard -> verification.all(folder(to), heard));
        actions.put(StepKind.CONTRACT, heard -> migrateAlone(to, cancelBlockers, heard));
        actions.put(StepKind.VERIFY_AGAIN, heard -> verification.all(folder(to), heard));
        actions.put(StepKind.PRUNE, _ -> prune(from, to));
        actions.put(StepKind.LINK_BACK, _ -> link(from));
        actions.put(StepKind.RELOAD_BACK, heard -> reload(from, heard));
        actions.put(StepKind.VERIFY_BACK, heard -> verification.ready(folder(from), heard));
        return actions;
    }

    private String migrate(
            String release,
            Set<Phase> phases,
            Optional<String> cancelBlockers,
            Consumer<String> heard) {
        new OtherRelease(folder(release), programs).migrate(phases, cancelBlockers, heard);
        return phases.contains(Phase.BREAKING)
                ? "all migrations are done"
                : "migrations of phase expand are done";
    }

    /// All that is left. It is the migrations' own order that counts here: none overtakes a
    /// breaking one, and those of any phase may follow it.
    private String migrateAlone(
            String release, Optional<String> cancelBlockers, Consumer<String> heard) {
        awaitOnly(folder(release), heard);
        warning.get().ifPresent(heard);
        return migrate(release, Set.of(Phase.values()), cancelBlockers, heard);
    }

    private String link(String release) {
        installation.makeCurrent(release);
        return "current is %s".formatted(release);
    }

    /// What serves counts only when no reload is under way: an executor that was killed leaves
    /// behind one that the supervisor finishes.
    private String reload(String release, Consumer<String> heard) {
        var folder = folder(release);
        long giveUpAt = System.nanoTime() + OTHER_RELOAD_ENDS_WITHIN.toNanos();
        while (true) {
            awaitNoReload(giveUpAt, heard);
            var serving = server.serving();
            if (serving.filter(generation -> isOf(generation, folder)).isPresent()) {
                return "generation %d is of %s already".formatted(serving.get().number(), release);
            }
            switch (server.reload(installation.currentLink(), heard)) {
                case RunningServer.Reloaded.Done(var lines) -> {
                    return String.join("; ", lines);
                }
                case RunningServer.Reloaded.Failed(var reason, var log) -> {
                    log.forEach(heard);
                    throw new DeployException(
                            "the reload to %s failed: %s".formatted(release, reason));
                }
                case RunningServer.Reloaded.Busy _ -> Pause.of(LOOK_EVERY);
            }
        }
    }

    private void awaitNoReload(long giveUpAt, Consumer<String> heard) {
        if (!server.isReloading()) {
            return;
        }
        heard.accept("waits for the end of a reload that is under way");
        while (server.isReloading()) {
            if (System.nanoTime() > giveUpAt) {
                throw new DeployException(
                        "another reload did not end within %s; kingfisher-process status shows what it waits for"
                                .formatted(OTHER_RELOAD_ENDS_WITHIN));
            }
            Pause.of(LOOK_EVERY);
        }
    }

    /// Until no process of another release is left: what contracts, takes away what old code uses.
    private void awaitOnly(ReleaseFolder release, Consumer<String> heard) {
        var told = Optional.<String>empty();
        long giveUpAt = System.nanoTime() + OLD_ONE_LEFT_WITHIN.toNanos();
        while (true) {
            var others =
                    server.generations().stream()
                            .filter(generation -> !isOf(generation, release))
                            .map(generation ->
                                    "generation %d of %s"
                                            .formatted(
                                                    generation.number(),
                                                    generation.release().getFileName()))
                            .toList();
            if (others.isEmpty()) {
                return;
            }
            var text = "waits until old code has finished: " + String.join(", ", others);
            if (!told.equals(Optional.of(text))) {
                heard.accept(text);
                told = Optional.of(text);
            }
            if (System.nanoTime() > giveUpAt) {
                throw new DeployException(
                        "old code still runs after %s: %s"
                                .formatted(OLD_ONE_LEFT_WITHIN, String.join(", ", others)));
            }
            Pause.of(LOOK_EVERY);
        }
    }

    private String prune(String from, String to) {
        var never = new ArrayList<>(keeping.always());
        never.add(from);
        never.add(to);
        server.inUse().stream()
                .filter(folder -> folder.startsWith(installation.releases()))
                .map(folder -> new ReleaseFolder(folder).name())
                .forEach(never::add);
        var gone = installation.prune(keeping.most(), never);
        return gone.isEmpty() ? "none is too many" : "deleted " + String.join(", ", gone);
    }

    private ReleaseFolder folder(String release) {
        return installation.require(release);
    }

    private static boolean isOf(RunningServer.Generation generation, ReleaseFolder folder) {
        return generation.release().equals(folder.path());
    }
}
