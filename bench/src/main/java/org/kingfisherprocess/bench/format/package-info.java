/// Measures how fast files are recognised, split, cleaned, brought into canonical form and hashed,
/// beside the bare JSON parser on the same bytes.
///
/// Front door: `FormatMain` (`bench/formats`). Depends on the library `ocds` only.
@NullMarked
package org.kingfisherprocess.bench.format;

import org.jspecify.annotations.NullMarked;
