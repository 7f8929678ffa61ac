package org.kingfisherprocess.service.migrate;

import java.time.Duration;

/// What a run tells while it goes on.
public sealed interface MigrationEvent {
    /// Another run holds the lock; `holder` tells which, as far as the server knows.
    record Waiting(String holder) implements MigrationEvent {}

    record Started(Migration migration) implements MigrationEvent {}

    /// The script itself said something, for instance that it left out what this server cannot do.
    record Noted(Migration migration, String note) implements MigrationEvent {}

    /// Another session was in the way; everything was rolled back, and it is tried again after
    /// `pause`.
    record Retried(Migration migration, String reason, Duration pause) implements MigrationEvent {}

    record Finished(Migration migration, Duration took) implements MigrationEvent {}

    /// One line for a terminal or a log.
    default String text() {
        return switch (this) {
            case Waiting(var holder) -> "waiting for another migration run: " + holder;
            case Started(var migration) ->
                    "migrating to %d, %s".formatted(migration.version(), migration.name());
            case Noted(var migration, var text) ->
                    "migration %d: %s".formatted(migration.version(), text);
            case Retried(var migration, var reason, var pause) ->
                    "migration %d again in %,d ms: %s"
                            .formatted(migration.version(), pause.toMillis(), reason);
            case Finished(var migration, var took) ->
                    "migrated to %d, %s, in %,d ms"
                            .formatted(migration.version(), migration.name(), took.toMillis());
        };
    }
}
