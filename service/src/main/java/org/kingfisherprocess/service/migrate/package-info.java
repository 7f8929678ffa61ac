/// The engine that brings a database from one version to the next while it is in use.
///
/// Data: a [Migration] is a list of [MigrationStep]s, each a [Change] (one record for each kind)
/// with its [Phase]; an [Adoption] is the same from another program's tables. Front doors:
/// [Migrator] (`plan`, `run`, `abort`, `state`), told how far to go by [RunOptions], held up or
/// ended through its [MigrationControl], telling what it does as [MigrationEvent]s to a
/// [MigrationListener] on the run's thread; [Plan] is what it would do; [SchemaState] what code may
/// rely on. All progress lies in the tables `kingfisher_migration` and `kingfisher_migration_step`,
/// so a run can be killed and started again anywhere.
///
/// What a `…Run` class does for a kind of change must be done twice without harm. Knows no table of
/// ours but its own history; depends only on `sql`, and on `lint` for what statements lock.
@NullMarked
package org.kingfisherprocess.service.migrate;

import org.jspecify.annotations.NullMarked;
