package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The reader's one thread: it alone knows the segments, fills the window from them in turn, and
/// retires those that are finished. What loader threads tell it comes as events.
final class ReaderLoop implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ReaderLoop.class);
    private static final int TURN = 8;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LIST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Disk disk;
    private final SpoolFolder folder;
    private final OpenSegments segments;
    private final AcknowledgedJournal journal;
    private final SpoolLimits limits;
    private final LinkedBlockingQueue<Entry> ready;
    private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final Map<Entry, Optional<SegmentCursor>> outstanding = new HashMap<>();
    private final ClosingOrder order;
    private final DelayedEntries delayed = new DelayedEntries();
    private final Set<Receipt> retried = new HashSet<>();
    private long listedAt = System.nanoTime() - LOOK_NANOS;
    private long troubleUntil = listedAt;
    private boolean listDue = true;
    private boolean stopped;

    private sealed interface Event {
        record Wake() implements Event {}

        record Stop() implements Event {}

        record Finished(Entry entry) implements Event {}

        record Later(Entry entry, long atNanos) implements Event {}

        record Aside(Entry entry) implements Event {}
    }

    ReaderLoop(
            Disk disk,
            SpoolFolder folder,
            AcknowledgedJournal journal,
            SpoolLimits limits,
            LinkedBlockingQueue<Entry> ready)
            throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.journal = journal;
        this.limits = limits;
        this.ready = ready;
        segments = new OpenSegments(disk, folder, journal, AsideFolder.receipts(disk, folder));
        order = new ClosingOrder(segments::hasPassed);
    }

    void wake() {
        if (woken.compareAndSet(false, true)) {
            events.add(new Event.Wake());
        }
    }

    void stop() {
        events.add(new Event.Stop());
    }

    void finished(Entry entry) {
        events.add(new Event.Finished(entry));
    }

    void later(Entry entry, long atNanos) {
        events.add(new Event.Later(entry, atNanos));
    }

    void setAside(Entry entry) {
        events.add(new Event.Aside(entry));
    }

    @Override
    public void run() {
        attempt("sweep the spool", this::begin);
        while (!stopped) {
            runOnce();
            awaitEvents();
        }
        segments.close();
    }

    private interface Work {
        void run() throws IOException;
    }

    private boolean attempt(String what, Work work) {
        try {
            work.run();
            return true;
        } catch (IOException | RuntimeException e) {
            LOG.error("Could not {} {}; trying again in a second", what, folder.root(), e);
            return false;
        }
    }

    private void begin() throws IOException {
        AsideFolder.fetchBodies(disk, folder);
        new SegmentShelf(disk, folder).sweep();
        journal.prune(limits.journalDays());
    }

    private void runOnce() {
        long now = System.nanoTime();
        if (now - troubleUntil >= 0) {
            boolean good = true;
            if (now - listedAt >= (listDue ? LIST_NANOS : LOOK_NANOS)) {
                listDue = false;
                listedAt = now;
                good = attempt("list the spool", segments::refresh);
                good &= attempt("look at what was set aside in", this::admitRetried);
            }
            good &= attempt("read the spool", this::admit);
            good &= attempt("retire segments of", this::retire);
            listDue |= segments.canOpenMore();
            troubleUntil = good ? now : now + LOOK_NANOS;
        }
        ready.addAll(order.release());
        ready.addAll(delayed.due(now));
    }

    private void retire() throws IOException {
        if (segments.retire()) {
            journal.prune(limits.journalDays());
        }
    }

    private void awaitEvents() {
        long now = System.nanoTime();
        long listing = listDue ? Math.max(0, listedAt + LIST_NANOS - now) : LOOK_NANOS;
        long wait = Math.min(listing, delayed.nanosUntilDue(now).orElse(LOOK_NANOS));
        try {
            Event event = events.poll(wait, TimeUnit.NANOSECONDS);
            while (event != null) {
                handle(event);
                event = events.poll();
            }
        } catch (InterruptedException e) {
            stopped = true;
        }
    }

    private void handle(Event event) {
        switch (event) {
            case Event.Wake _ -> {
                woken.set(false);
                listDue = true;
            }
            case Event.Stop _ -> stopped = true;
            case Event.Finished(Entry entry) -> leave(entry, () -> deleteFiles(entry));
            case Event.Aside(Entry entry) -> leave(entry, () -> {});
            case Event.Later(Entry entry, long atNanos) -> {
                if (outstanding.containsKey(entry)) {
                    delayed.add(entry, atNanos);
                }
            }
        }
    }

    private void leave(Entry entry, Work then) {
        Optional<SegmentCursor> cursor = outstanding.remove(entry);
        if (cursor == null) {
            LOG.warn("Entry {} was finished twice, or by another reader", entry);
            return;
        }
        order.remove(entry);
        retried.remove(entry.receipt());
        attempt(
                "mark an entry as done in",
                () -> {
                    if (cursor.isPresent()) {
                        cursor.get().finished(entry.record());
                    }
                    then.run();
                });
    }

    private void deleteFiles(Entry entry) throws IOException {
        switch (entry.origin()) {
            case SegmentOrigin _ -> {
                if (!entry.inline()) {
                    disk.deleteIfExists(folder.bodies().resolve(entry.metadata().bodyFile()));
                }
            }
            case AsideOrigin _ -> {
                disk.deleteIfExists(folder.asideRetry(entry.receipt()));
                disk.deleteIfExists(folder.asideBody(entry.receipt()));
            }
        }
    }

    private void admitRetried() throws IOException {
        for (Path path : AsideFolder.toRetry(disk, folder)) {
            Optional<AsideFile> file = AsideFolder.read(disk, path);
            if (file.isPresent() && retried.add(file.get().record().receipt())) {
                var entry =
                        new Entry(
                                file.get().record(),
                                file.get().metadata(),
                                new AsideOrigin(disk, folder));
                outstanding.put(entry, Optional.empty());
                order.add(entry);
                ready.add(entry);
            }
        }
    }

    /// Some entries from each segment in turn, so that a long backlog does not hold up the rest.
    private void admit() throws IOException {
        boolean more = true;
        while (more) {
            more = false;
            for (SegmentCursor cursor : segments.cursors()) {
                more |= admitFrom(cursor);
            }
        }
    }

    private boolean admitFrom(SegmentCursor cursor) throws IOException {
        for (int i = 0; i < TURN; i++) {
            if (outstanding.size() - order.heldCount() >= limits.window()) {
                return false;
            }
            Optional<Entry> next = cursor.next();
            if (next.isEmpty()) {
                return false;
            }
            Entry entry = next.get();
            outstanding.put(entry, Optional.of(cursor));
            order.add(entry);
            if (entry.submission().closing()) {
                order.hold(entry, segments.tails());
            } else {
                ready.add(entry);
            }
        }
        return true;
    }
}
