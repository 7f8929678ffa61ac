/// What suites of process tests have in common: a stage with a fresh service, the command line, the
/// verdict and its report.
///
/// Front doors: [Suite], [Scenario], [Stage]. Knows no scenario.
@NullMarked
package org.kingfisherprocess.bench.scenario;

import org.jspecify.annotations.NullMarked;
