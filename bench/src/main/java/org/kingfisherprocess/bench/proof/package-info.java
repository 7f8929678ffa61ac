/// Compares what a server acknowledged with what its database holds.
///
/// Front doors: [Proof], [Settling] (waits until loading has come to rest), [SqlStorage] (reads the
/// tables that analysts read, with statements of its own). Must not depend on the service.
@NullMarked
package org.kingfisherprocess.bench.proof;

import org.jspecify.annotations.NullMarked;
