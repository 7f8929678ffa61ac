/// Drives the migration engine for people: a run that any terminal can watch, hold up and end, who
/// is in its way, and a rehearsal of what it would do. Front doors: [UpgradeRun], which runs the
/// engine in this process; [RunRecords], through which other processes see it and tell it what to
/// do; [BlockerPolicy].
///
/// All that a terminal shows lies in the tables `kingfisher_migration_run` and
/// `kingfisher_migration_line`, so it may come and go. Prints nothing and knows no command.
@NullMarked
package org.kingfisherprocess.service.upgrade;

import org.jspecify.annotations.NullMarked;
