package org.kingfisherprocess.service.deploy;

import java.util.function.Consumer;

/// Does what a step of some kind stands for. May be called again for a step whose executor died,
/// and finds then what is done already.
@FunctionalInterface
interface StepAction {
    /// Returns one sentence about what was done.
    ///
    /// @param heard lines for whoever follows
    /// @throws DeployException if it failed
    String run(Consumer<String> heard);
}
