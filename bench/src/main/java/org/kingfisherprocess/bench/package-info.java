/// Process tests and benchmarks of the running service: they start it, send to it as spiders do,
/// break things, and compare what was acknowledged with what is stored.
///
/// Front doors: `bench/faults` and `bench/ingest` at the top of the checkout. Nothing may depend on
/// this module.
@NullMarked
package org.kingfisherprocess.bench;

import org.jspecify.annotations.NullMarked;
