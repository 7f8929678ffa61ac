/// The queue of steps, which are rows of `processing_step`: planted in the transaction that makes
/// them necessary, claimed by row locks in the transaction that does their work and deletes them.
///
/// Front doors: [StepQueue] plants, lists and retries; [StepWorker] claims and does; [Wakeups]
/// wakes workers. Knows nothing of OCDS: what a step means is its [StepHandler]'s business.
@NullMarked
package org.kingfisherprocess.service.queue;

import org.jspecify.annotations.NullMarked;
