/// What goes: collections that somebody or the retention rules marked, and documents that nobody
/// uses any more.
///
/// Front doors: [Marking] decides and records, [Wipe] deletes a marked collection's rows, [Orphans]
/// looks for unused documents, [Retention] finds what is too old. All of it in short transactions
/// beside loading, and resumable after a crash. Knows neither the spool nor how it is scheduled.
@NullMarked
package org.kingfisherprocess.service.deletion;

import org.jspecify.annotations.NullMarked;
