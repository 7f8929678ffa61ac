package org.kingfisherprocess.service.migrate;

/// When a step may run, seen from the code that uses the tables.
public enum Phase {
    /// The code of the release before still works after it: run it before the new code starts.
    EXPAND,
    /// The code of the release before no longer works after it: run it when none is left.
    CONTRACT,
    /// The code before does not work after it, nor the new code before it: loading waits meanwhile.
    BREAKING
}
