package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Decides about entries that were set aside, from any process, also while a reader runs. Each
/// answer is false when no such entry is set aside (any more).
public final class SetAside {
    private final Disk disk;
    private final SpoolFolder folder;
    private final SpoolView view;
    private final AcknowledgedJournal journal;

    SetAside(Disk disk, SpoolFolder folder, SpoolView view, InstantSource clock) {
        this.disk = disk;
        this.folder = folder;
        this.view = view;
        journal = new AcknowledgedJournal(disk, folder, clock);
    }

    public static SetAside open(Path directory, SpoolLimits limits, InstantSource clock) {
        return new SetAside(
                new LocalDisk(),
                new SpoolFolder(directory),
                SpoolView.open(directory, limits, clock),
                clock);
    }

    public List<EntrySummary> list() {
        return view.setAside();
    }

    /// Puts the entry before the reader again; the reader that runs now, or the next one.
    public boolean retry(Receipt receipt) {
        boolean moved = rename(folder.asideEntry(receipt), folder.asideRetry(receipt));
        if (moved) {
            WakeCalls.call(folder);
        }
        return moved;
    }

    /// Drops the entry for good. Its name stays in the journal, as discarded.
    public boolean discard(Receipt receipt) {
        Path claimed = folder.asideDiscard(receipt);
        if (!rename(folder.asideEntry(receipt), claimed) && !disk.exists(claimed)) {
            return false;
        }
        try {
            Optional<AsideFile> file = AsideFolder.read(disk, claimed);
            if (file.isEmpty()) {
                throw new IOException("%s cannot be read".formatted(claimed));
            }
            var submission = file.get().metadata().submission();
            journal.discarded(
                    new Acknowledged(
                            receipt,
                            file.get().record().acknowledgedAt(),
                            submission.group(),
                            submission.label(),
                            Acknowledged.State.DISCARDED));
            disk.deleteIfExists(folder.asideBody(receipt));
            disk.deleteIfExists(claimed);
            disk.forceDirectory(folder.aside());
            return true;
        } catch (IOException e) {
            throw new SpoolException("cannot discard %s".formatted(receipt), e);
        }
    }

    private boolean rename(Path from, Path to) {
        try {
            disk.move(from, to);
            disk.forceDirectory(folder.aside());
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new SpoolException("cannot rename %s to %s".formatted(from, to), e);
        }
    }
}
