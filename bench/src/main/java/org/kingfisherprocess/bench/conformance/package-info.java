/// Runs the suites of recorded cases of the reference implementations against the module `ocds`,
/// and says which differ.
///
/// Front door: [org.kingfisherprocess.bench.conformance.Conformance], which the script
/// `bench/conformance` starts. Depends on `ocds` only.
@NullMarked
package org.kingfisherprocess.bench.conformance;

import org.jspecify.annotations.NullMarked;
