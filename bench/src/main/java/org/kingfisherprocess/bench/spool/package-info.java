/// Measures the spool beside the disk's own group commit of the same bytes, in the same run.
///
/// Front door: [SpoolBench], started by `bench/spool`. Nothing depends on this package.
@NullMarked
package org.kingfisherprocess.bench.spool;

import org.jspecify.annotations.NullMarked;
