package org.kingfisherprocess.service.spool;

import java.nio.file.Path;

/// Another process (or another reader in this one) reads the spool.
public final class SpoolLockedException extends SpoolException {
    private static final long serialVersionUID = 1L;

    private final String holder;

    SpoolLockedException(Path folder, String holder) {
        super(
                "the spool %s is being read by process %s: wait until it has ended, or stop it"
                        .formatted(folder, holder));
        this.holder = holder;
    }

    /// The holder's process id, or "unknown".
    public String holder() {
        return holder;
    }
}
