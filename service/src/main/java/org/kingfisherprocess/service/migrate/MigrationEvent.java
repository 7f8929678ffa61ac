package org.kingfisherprocess.service.migrate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a run tells while it goes on. `pid` is the server process that works for it: look for it in
/// pg_stat_activity and pg_locks.
public sealed interface MigrationEvent {
    /// Another run holds the lock; `holder` tells which, as far as the server knows.
    record Waiting(String holder) implements MigrationEvent {}

    record Started(Migration migration) implements MigrationEvent {}

    record StepStarted(StepAddress step, Phase phase, String kind, int pid)
            implements MigrationEvent {}

    /// A statement is sent. What waits between this and the next event waits for the server.
    record Executing(StepAddress step, String statement, int pid) implements MigrationEvent {}

    /// A batch was committed. `estimatedRows` is how many the table has, as far as the server
    /// knows; `left` how long the rest takes at this pace.
    record Progressed(
            StepAddress step,
            String table,
            long rows,
            long estimatedRows,
            Duration elapsed,
            Optional<Duration> left)
            implements MigrationEvent {}

    /// The run makes room for others before it goes on.
    record Throttled(StepAddress step, String reason, Duration pause) implements MigrationEvent {}

    /// A step needs the workers to stand still, and these transactions are still under way.
    record WaitingForWorkers(StepAddress step, List<String> holders) implements MigrationEvent {}

    /// The server, or a step, said something, for instance that it left out what this server cannot
    /// do.
    record Noted(StepAddress step, String note) implements MigrationEvent {}

    /// Another session was in the way; everything was rolled back, and it is tried again after
    /// `pause`.
    record Retried(StepAddress step, String reason, Duration pause) implements MigrationEvent {}

    /// The server went away; the run begins again where it was after `pause`.
    record Reconnecting(String reason, Duration pause) implements MigrationEvent {}

    record Paused() implements MigrationEvent {}

    record Resumed() implements MigrationEvent {}

    record StepFinished(StepAddress step, Duration took) implements MigrationEvent {}

    /// All of a migration is done, the steps of every phase.
    record Finished(Migration migration, Duration took) implements MigrationEvent {}

    /// One line for a terminal or a log.
    default String text() {
        return switch (this) {
            case Waiting(var holder) -> "waiting for another migration run: " + holder;
            case Started(var migration) ->
                    "migrating to %d, %s".formatted(migration.version(), migration.name());
            case StepStarted(var step, var phase, var kind, var pid) ->
                    "%s: %s, %s, server process %d".formatted(step, kind, phase, pid);
            case Executing(var step, var statement, var _) -> "%s: %s".formatted(step, statement);
            case Progressed(var step, var table, var rows, var all, var elapsed, var left) ->
                    "%s: %,d of about %,d rows of %s after %,d s%s"
                            .formatted(
                                    step,
                                    rows,
                                    all,
                                    table,
                                    elapsed.toSeconds(),
                                    left.map(rest ->
                                                    ", about %,d s left"
                                                            .formatted(rest.toSeconds()))
                                            .orElse(""));
            case Throttled(var step, var reason, var pause) ->
                    "%s: pauses for %,d ms: %s".formatted(step, pause.toMillis(), reason);
            case WaitingForWorkers(var step, var holders) ->
                    "%s: waits for workers to finish: %s"
                            .formatted(step, String.join("; ", holders));
            case Noted(var step, var text) -> "migration %d: %s".formatted(step.version(), text);
            case Retried(var step, var reason, var pause) ->
                    "%s: again in %,d ms: %s".formatted(step, pause.toMillis(), reason);
            case Reconnecting(var reason, var pause) ->
                    "goes on in %,d ms where it was: %s".formatted(pause.toMillis(), reason);
            case Paused() -> "paused";
            case Resumed() -> "resumed";
            case StepFinished(var step, var took) ->
                    "%s: done in %,d ms".formatted(step, took.toMillis());
            case Finished(var migration, var took) ->
                    "migrated to %d, %s, in %,d ms"
                            .formatted(migration.version(), migration.name(), took.toMillis());
        };
    }
}
