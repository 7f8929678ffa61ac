/// The work on data, one class a step, each with `runOnce`, so that tests need no waiting.
///
/// Front doors: [Load], from the spool into the tables; [RunUntilStopped], which repeats a step.
/// Knows neither HTTP nor the command line.
@NullMarked
package org.kingfisherprocess.service.steps;

import org.jspecify.annotations.NullMarked;
