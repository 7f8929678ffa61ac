/// Brings a new release into service while the old one works, and back: the plan, the lock, the
/// steps, their verification and the history.
///
/// Front doors: [Deployment] and the records around it, [Planner], [DeployLock], [Executor]. Knows
/// the running server only as [RunningServer], and other releases only by their programs.
@NullMarked
package org.kingfisherprocess.service.deploy;

import org.jspecify.annotations.NullMarked;
