package org.kingfisherprocess.service.spool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/// Entries that wait for another try. Times are [System#nanoTime]. For one thread.
final class DelayedEntries {
    private final long origin = System.nanoTime();
    private final PriorityQueue<Delayed> queue =
            new PriorityQueue<>(Comparator.comparingLong(Delayed::nanosFromOrigin));

    private record Delayed(Entry entry, long nanosFromOrigin) {}

    void add(Entry entry, long atNanos) {
        queue.add(new Delayed(entry, atNanos - origin));
    }

    List<Entry> due(long nowNanos) {
        var due = new ArrayList<Entry>();
        for (Delayed next = queue.peek();
                next != null && next.nanosFromOrigin <= nowNanos - origin;
                next = queue.peek()) {
            due.add(next.entry);
            queue.remove();
        }
        return due;
    }

    OptionalLong nanosUntilDue(long nowNanos) {
        Delayed next = queue.peek();
        return next == null
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, next.nanosFromOrigin - (nowNanos - origin)));
    }
}
