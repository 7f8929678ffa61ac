package org.kingfisherprocess.service.spool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/// Holds closing entries back until everything that was acknowledged before them for their group
/// has been finished or set aside. For one thread.
///
/// What was acknowledged before a closing entry is on disk by the time the entry is met. So the
/// ends of all segments, noted at that moment, enclose it; entries that came between are waited for
/// too, which does no harm. Of two closing entries of a group, each within the other's ends, the
/// later one waits: else they would wait for each other.
final class ClosingOrder {
    private final BiPredicate<SegmentName, Long> passed;
    private final Map<String, Set<Entry>> outstanding = new HashMap<>();
    private final List<Held> held = new ArrayList<>();

    private record Held(Entry entry, Map<SegmentName, Long> tails) {}

    /// @param passed whether all entries of a segment before an offset have been met
    ClosingOrder(BiPredicate<SegmentName, Long> passed) {
        this.passed = passed;
    }

    /// An entry that the reader has met; from a segment, or from those set aside.
    void add(Entry entry) {
        outstanding
                .computeIfAbsent(entry.submission().group(), _ -> new LinkedHashSet<>())
                .add(entry);
    }

    void remove(Entry entry) {
        outstanding.computeIfPresent(
                entry.submission().group(),
                (_, entries) -> {
                    entries.remove(entry);
                    return entries.isEmpty() ? null : entries;
                });
    }

    void hold(Entry closing, Map<SegmentName, Long> tails) {
        held.add(new Held(closing, tails));
    }

    int heldCount() {
        return held.size();
    }

    /// The closing entries whose time has come.
    List<Entry> release() {
        var released = new ArrayList<Entry>();
        held.removeIf(closing -> {
            boolean due = isDue(closing);
            if (due) {
                released.add(closing.entry);
            }
            return due;
        });
        return released;
    }

    private boolean isDue(Held closing) {
        for (var tail : closing.tails.entrySet()) {
            if (!passed.test(tail.getKey(), tail.getValue())) {
                return false;
            }
        }
        return outstanding.getOrDefault(closing.entry.submission().group(), Set.of()).stream()
                .noneMatch(other -> comesBefore(other, closing));
    }

    private static boolean comesBefore(Entry other, Held closing) {
        if (other == closing.entry) {
            return false;
        }
        if (other.submission().closing()) {
            return other.receipt().compareTo(closing.entry.receipt()) < 0;
        }
        return !(other.origin() instanceof SegmentOrigin origin)
                || other.record().offset() < closing.tails.getOrDefault(origin.segment(), 0L);
    }
}
