/// Measures the steps: how many releases a second are compiled and upgraded, from tables to tables.
///
/// Front door: [CompileMain], the command `bench/compile`. Releases are made in SQL; the steps run
/// in processes of their own, as they do on several machines.
@NullMarked
package org.kingfisherprocess.bench.compile;

import org.jspecify.annotations.NullMarked;
