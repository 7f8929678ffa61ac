/// Jobs that run by themselves, each at its time, on one machine at a time.
///
/// Front doors: [Job] says what and when, [Schedules] runs them as they are due, [JobRuns] runs one
/// at once and tells how the last runs went. The only room that knows the scheduling library; knows
/// nothing of what jobs do.
@NullMarked
package org.kingfisherprocess.service.schedule;

import org.jspecify.annotations.NullMarked;
