package org.kingfisherprocess.service.spool;

import java.nio.file.Path;

/// The disk has less free than the spool keeps in reserve; nothing of the submission is kept.
public final class SpoolFullException extends SpoolException {
    private static final long serialVersionUID = 1L;
    private static final String SETTING = "KINGFISHER_PROCESS_SPOOL_RESERVE";

    private final long freeBytes;
    private final long reserveBytes;

    SpoolFullException(Path folder, long freeBytes, long wantedBytes, long reserveBytes) {
        super(
                "the disk of the spool %s has %,d bytes free; %,d more are wanted and %,d are kept in reserve: free some disk, or lower %s"
                        .formatted(folder, freeBytes, wantedBytes, reserveBytes, SETTING));
        this.freeBytes = freeBytes;
        this.reserveBytes = reserveBytes;
    }

    public long freeBytes() {
        return freeBytes;
    }

    public long reserveBytes() {
        return reserveBytes;
    }

    /// Name of the setting for the reserve.
    public String setting() {
        return SETTING;
    }
}
