/// Breaks things on purpose under load, one scenario a class, and proves afterwards that every
/// acknowledged file is stored exactly once and nothing half.
///
/// Front door: [FaultsMain] (`bench/faults`).
@NullMarked
package org.kingfisherprocess.bench.faults;

import org.jspecify.annotations.NullMarked;
