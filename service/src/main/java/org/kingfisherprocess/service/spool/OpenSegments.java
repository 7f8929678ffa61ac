package org.kingfisherprocess.service.spool;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The segments that a reader knows: some open, those of a long backlog waiting for their turn, so
/// that neither memory nor open files grow with the backlog. For one thread.
final class OpenSegments implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSegments.class);

    /// Being read at a time; those of which only some entries are unfinished do not count.
    private static final int MOST_READ = 16;

    private final Disk disk;
    private final SpoolFolder folder;
    private final SegmentShelf shelf;
    private final AcknowledgedJournal journal;
    private final Set<Receipt> setAside;
    private final Map<SegmentName, SegmentCursor> open = new TreeMap<>();
    private final Set<SegmentName> waiting = new TreeSet<>();

    /// @param setAside receipts that were set aside before the reader was opened
    OpenSegments(
            Disk disk, SpoolFolder folder, AcknowledgedJournal journal, Set<Receipt> setAside) {
        this.disk = disk;
        this.folder = folder;
        this.journal = journal;
        this.setAside = setAside;
        shelf = new SegmentShelf(disk, folder);
    }

    /// Looks which segments there are, and which of them have come to their end.
    void refresh() throws IOException {
        List<SegmentName> names = shelf.list();
        waiting.addAll(names);
        waiting.removeAll(open.keySet());
        openSome();
        var last = new HashMap<UUID, Integer>();
        names.forEach(name -> last.put(name.writer(), name.sequence()));
        var alive = new HashMap<UUID, Boolean>();
        for (SegmentCursor cursor : open.values()) {
            SegmentName name = cursor.segment().name();
            if (!cursor.isSealed()) {
                boolean followed = last.getOrDefault(name.writer(), 0) > name.sequence();
                if (followed || !isAlive(name.writer(), alive)) {
                    cursor.seal();
                }
            }
        }
    }

    /// The first of each writer, then the second of each, as many as may be open.
    private void openSome() throws IOException {
        var byRank = new TreeMap<Integer, List<SegmentName>>();
        var count = new HashMap<UUID, Integer>();
        for (SegmentName name : waiting) {
            int rank = count.merge(name.writer(), 1, Integer::sum);
            byRank.computeIfAbsent(rank, _ -> new ArrayList<>()).add(name);
        }
        long room = room();
        for (List<SegmentName> names : byRank.values()) {
            for (SegmentName name : names) {
                if (room-- > 0) {
                    open(name);
                }
            }
        }
    }

    private long room() {
        return MOST_READ - open.values().stream().filter(cursor -> !cursor.isEnded()).count();
    }

    /// Whether another look would open segments that wait.
    boolean canOpenMore() {
        return !waiting.isEmpty() && room() > 0;
    }

    private void open(SegmentName name) throws IOException {
        Optional<SegmentFile> segment = SegmentFile.open(disk, folder, name);
        if (segment.isPresent()) {
            DoneMap done = DoneMap.open(disk, folder, segment.get());
            open.put(name, new SegmentCursor(disk, folder, segment.get(), done, setAside));
            waiting.remove(name);
        } else if (!shelf.isAlive(name.writer())) {
            new Damage(disk, folder).segment(name);
            waiting.remove(name);
        } else {
            LOG.error("Segment {} cannot be read, and its writer is still writing to it", name);
        }
    }

    List<SegmentCursor> cursors() {
        return List.copyOf(open.values());
    }

    /// Where the records of every segment end at this moment.
    Map<SegmentName, Long> tails() throws IOException {
        refresh();
        var tails = new HashMap<SegmentName, Long>();
        for (SegmentName name : waiting) {
            tails.put(name, Long.MAX_VALUE);
        }
        for (SegmentCursor cursor : open.values()) {
            tails.put(cursor.segment().name(), cursor.tail());
        }
        return tails;
    }

    /// Whether the entries before the offset were all handed out.
    boolean hasPassed(SegmentName name, long offset) {
        SegmentCursor cursor = open.get(name);
        return cursor == null ? !waiting.contains(name) : cursor.hasPassed(offset);
    }

    /// Lets go of the segments whose entries are all finished: names to the journal first.
    boolean retire() throws IOException {
        var writers = new HashSet<UUID>();
        for (SegmentCursor cursor : cursors()) {
            if (cursor.isFinished()) {
                SegmentName name = cursor.segment().name();
                journal.add(name, SegmentNames.read(disk, folder, cursor.segment()));
                open.remove(name);
                close(cursor);
                shelf.recycle(name);
                writers.add(name.writer());
            }
        }
        boolean retired = !writers.isEmpty();
        open.keySet().forEach(name -> writers.remove(name.writer()));
        waiting.forEach(name -> writers.remove(name.writer()));
        if (!writers.isEmpty()) {
            shelf.sweep();
        }
        return retired;
    }

    @Override
    public void close() {
        open.values().forEach(this::close);
        open.clear();
    }

    private boolean isAlive(UUID writer, Map<UUID, Boolean> known) throws IOException {
        Boolean alive = known.get(writer);
        if (alive == null) {
            alive = shelf.isAlive(writer);
            known.put(writer, alive);
        }
        return alive;
    }

    private void close(SegmentCursor cursor) {
        try {
            cursor.close();
        } catch (IOException e) {
            LOG.warn("Could not close segment {}", cursor.segment().name(), e);
        }
    }
}
