package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;

/// The names of what was acknowledged and has left the spool, kept for the audit for some days.
public final class SpoolJournal {
    private final Disk disk = new LocalDisk();
    private final SpoolFolder folder;
    private final SpoolLimits limits;
    private final InstantSource clock;

    public SpoolJournal(Path directory, SpoolLimits limits, InstantSource clock) {
        this.folder = new SpoolFolder(directory);
        this.limits = limits;
        this.clock = clock;
    }

    /// Deletes the days before those that are kept, and returns how many. A reader that works on
    /// the spool is not disturbed: it writes to today's alone.
    public int prune() {
        try {
            if (!disk.exists(folder.acknowledged())) {
                return 0;
            }
            return new AcknowledgedJournal(disk, folder, clock).prune(limits.journalDays());
        } catch (IOException e) {
            throw new SpoolException("cannot prune the journal of %s".formatted(folder.root()), e);
        }
    }
}
