/// How fast the module `ocds` parses, merges, upgrades and writes, beside parsing and writing
/// alone.
///
/// Front door: [org.kingfisherprocess.bench.ocds.OcdsMain], which the script `bench/ocds` starts.
/// Depends on `ocds` only.
@NullMarked
package org.kingfisherprocess.bench.ocds;

import org.jspecify.annotations.NullMarked;
