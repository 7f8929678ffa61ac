/// The v1 API's `submit` routes: authenticate, read the form as a stream into the spool, answer
/// when it is on disk.
///
/// Front doors: [Intake], which adds its routes to the server's table, [ApiKeys] and [LocalFiles],
/// which it is given.
///
/// Touches no database: whatever state PostgreSQL is in, a spider gets its answer from the disk
/// alone.
@NullMarked
package org.kingfisherprocess.service.intake;

import org.jspecify.annotations.NullMarked;
