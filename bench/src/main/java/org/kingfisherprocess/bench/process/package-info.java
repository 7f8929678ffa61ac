/// Starts, kills and watches the service's processes, and its PostgreSQL.
///
/// Front doors: [RunningService], [OwnPostgres], [ProcessTree], [TableLock]. Of the service it uses
/// the embedded PostgreSQL alone, to run one of its own and to find how to connect.
@NullMarked
package org.kingfisherprocess.bench.process;

import org.jspecify.annotations.NullMarked;
