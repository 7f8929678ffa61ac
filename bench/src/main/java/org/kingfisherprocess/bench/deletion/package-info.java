/// What does it cost to delete a large collection, and what does a load beside it feel?
///
/// Front door: [DeletionMain], the command `bench/delete`. Knows the service as a process that is
/// sent to, and its room `deletion` as a library.
@NullMarked
package org.kingfisherprocess.bench.deletion;

import org.jspecify.annotations.NullMarked;
