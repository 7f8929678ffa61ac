/// Who waits for whom in PostgreSQL, and ending those who are in the way. Front doors: [Blockers]
/// reads a [BlockerTree]; [Ending] cancels or terminates a [Backend], minding [Protection];
/// [Obstruction] remembers how long the same transaction has been in a session's way. Knows no
/// table of ours and depends only on `sql`.
@NullMarked
package org.kingfisherprocess.service.locks;

import org.jspecify.annotations.NullMarked;
