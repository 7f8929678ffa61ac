/// The engine that brings a database from one version to the next: history, lock, order, checksums,
/// retries, and telling what it does. Front doors: [Migrator], [Migration], [MigrationEvent]. Knows
/// no table of ours but its own history; depends only on `sql`.
@NullMarked
package org.kingfisherprocess.service.migrate;

import org.jspecify.annotations.NullMarked;
