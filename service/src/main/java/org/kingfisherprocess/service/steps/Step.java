package org.kingfisherprocess.service.steps;

/// A piece of work that can be done again and again.
@FunctionalInterface
public interface Step {
    /// Does one piece of work, waiting for it for a short while. Returns whether there was any.
    boolean runOnce() throws InterruptedException;
}
