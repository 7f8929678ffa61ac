/// Reads SQL as a migration would run it and tells what each statement locks, whether it scans or
/// rewrites, and what would hurt a system under load, with the safe way to write it. Works on text
/// alone: no database, nothing of the engine. Front doors: [Linter], [Finding]; [LockMode] and
/// [Danger] are its words.
@NullMarked
package org.kingfisherprocess.service.migrate.lint;

import org.jspecify.annotations.NullMarked;
