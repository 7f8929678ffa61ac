package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of what was set aside. An entry's state is the ending of its file's name, so that
/// every change is one rename, which processes can race for and one of them wins.
final class AsideFolder {
    static final String ENTRY = ".entry";
    static final String RETRY = ".retry";
    static final String DISCARD = ".discard";
    private static final Logger LOG = LoggerFactory.getLogger(AsideFolder.class);

    private AsideFolder() {}

    /// Sets an entry aside; durable when it returns. The entry first, then its body: what a crash
    /// leaves in between is put right by [#fetchBodies].
    static void keep(Disk disk, SpoolFolder folder, Entry entry, Instant now, String reason)
            throws IOException {
        DurableFile.write(
                disk,
                folder.aside(),
                folder.asideEntry(entry.receipt()),
                AsideFile.encode(entry, now, reason));
        if (entry.origin() instanceof AsideOrigin) {
            disk.deleteIfExists(folder.asideRetry(entry.receipt()));
        } else if (!entry.inline()) {
            fetchBody(disk, folder, entry.receipt(), entry.metadata().bodyFile());
        }
    }

    static void fetchBodies(Disk disk, SpoolFolder folder) throws IOException {
        for (Path path : files(disk, folder, ENTRY)) {
            Optional<AsideFile> file = read(disk, path);
            if (file.isPresent() && !file.get().record().inline()) {
                fetchBody(
                        disk,
                        folder,
                        file.get().record().receipt(),
                        file.get().metadata().bodyFile());
            }
        }
    }

    /// All receipts in the folder, whatever is to become of them.
    static Set<Receipt> receipts(Disk disk, SpoolFolder folder) throws IOException {
        var receipts = new HashSet<Receipt>();
        for (String ending : List.of(ENTRY, RETRY, DISCARD)) {
            receipts.addAll(receipts(disk, folder, ending));
        }
        return receipts;
    }

    static Set<Receipt> receipts(Disk disk, SpoolFolder folder, String ending) throws IOException {
        var receipts = new HashSet<Receipt>();
        for (Path path : files(disk, folder, ending)) {
            String name = String.valueOf(path.getFileName());
            receipts.add(Receipt.parse(name.substring(0, name.length() - ending.length())));
        }
        return receipts;
    }

    static List<Path> toRetry(Disk disk, SpoolFolder folder) throws IOException {
        return files(disk, folder, RETRY);
    }

    static List<Path> files(Disk disk, SpoolFolder folder, String ending) throws IOException {
        var files = new ArrayList<Path>();
        for (Path path : disk.list(folder.aside())) {
            if (path.toString().endsWith(ending)) {
                files.add(path);
            }
        }
        return files;
    }

    /// Empty when the file is gone by now, or cannot be read, which is logged.
    static Optional<AsideFile> read(Disk disk, Path path) {
        try {
            return Optional.of(AsideFile.read(disk, path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.error("Cannot read {}, which the spool set aside", path, e);
            return Optional.empty();
        }
    }

    private static void fetchBody(Disk disk, SpoolFolder folder, Receipt receipt, String bodyFile)
            throws IOException {
        Path body = folder.bodies().resolve(bodyFile);
        if (disk.exists(body)) {
            disk.move(body, folder.asideBody(receipt));
            disk.forceDirectory(folder.aside());
            disk.forceDirectory(folder.bodies());
        }
    }
}
