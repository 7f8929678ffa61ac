/// Measures intake and loading side by side with what the disk and PostgreSQL can do alone, and
/// writes docs/performance.md.
///
/// Front door: `IngestMain` (`bench/ingest`).
@NullMarked
package org.kingfisherprocess.bench.ingest;

import org.jspecify.annotations.NullMarked;
