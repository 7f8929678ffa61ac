/// Connections, transactions and rows of PostgreSQL. Front doors: [Database] opens a pool and runs
/// transactions and sessions, [Tx] runs statements, [DatabaseException] says what kind of failure
/// it was ([SqlFailure]). Knows no table of ours and depends on no other room.
@NullMarked
package org.kingfisherprocess.service.sql;

import org.jspecify.annotations.NullMarked;
