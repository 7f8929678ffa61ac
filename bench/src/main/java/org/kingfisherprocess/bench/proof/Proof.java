package org.kingfisherprocess.bench.proof;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.Crawl;

/// What became of everything that was sent.
///
/// @param storedOnce acknowledged, whole, once, with their receipt
/// @param lost acknowledged, and the rows or the receipt are missing
/// @param doubled rows of a file, item or release that are there more than once, acknowledged or
///   not
/// @param half sent, acknowledged or not, and stored in part, altered or with an error
/// @param unknown stored, and never sent
/// @param unanswered not acknowledged and stored all the same, whole: allowed, since the answer can
///   be lost on its way
/// @param examples some of what is wrong, for people
public record Proof(
        long sent,
        long acknowledged,
        long storedOnce,
        long lost,
        long doubled,
        long half,
        long unknown,
        long unanswered,
        List<String> examples) {
    private static final int EXAMPLES = 10;

    public Proof {
        examples = List.copyOf(examples);
    }

    public boolean clean() {
        return lost == 0 && doubled == 0 && half == 0 && unknown == 0 && storedOnce == acknowledged;
    }

    public static Proof of(Storage storage, Crawl crawl, Collection<Attempt> attempts) {
        return new Comparison(storage, crawl, attempts).proof();
    }

    private record Key(String file, int number) {}

    private static final class Comparison {
        private final Map<Key, StoredItem> stored = new HashMap<>();
        private final Map<UUID, Long> receipts;
        private final Collection<Attempt> attempts;
        private final List<String> examples = new ArrayList<>();
        private long acknowledged;
        private long storedOnce;
        private long lost;
        private long doubled;
        private long half;
        private long unanswered;

        Comparison(Storage storage, Crawl crawl, Collection<Attempt> attempts) {
            storage.items(crawl)
                    .forEach(item -> stored.put(new Key(item.file(), item.number()), item));
            receipts =
                    storage.receipts(
                            attempts.stream()
                                    .map(Attempt::receipt)
                                    .flatMap(Optional::stream)
                                    .toList());
            this.attempts = attempts;
        }

        Proof proof() {
            var sent = new HashSet<Key>();
            for (var attempt : attempts) {
                var key = new Key(attempt.file(), attempt.item());
                sent.add(key);
                judge(attempt, stored.get(key));
            }
            var strangers = stored.values().stream().filter(item -> !expected(item, sent)).toList();
            strangers.forEach(item -> example("never sent", item));
            return new Proof(
                    attempts.size(),
                    acknowledged,
                    storedOnce,
                    lost,
                    doubled,
                    half,
                    strangers.size(),
                    unanswered,
                    examples);
        }

        private void judge(Attempt attempt, @Nullable StoredItem item) {
            acknowledged += attempt.acknowledged() ? 1 : 0;
            if (item != null && item.doubled(attempt.releases())) {
                doubled++;
                example("doubled", item);
            } else if (item != null && !item.whole(attempt.releases())) {
                half++;
                example("half of " + attempt.releases() + " releases", item);
            } else if (!attempt.acknowledged()) {
                unanswered += item == null ? 0 : 1;
            } else {
                judgeReceipt(attempt, item);
            }
        }

        private void judgeReceipt(Attempt attempt, @Nullable StoredItem item) {
            var times =
                    attempt.receipt().map(receipt -> receipts.getOrDefault(receipt, 0L)).orElse(0L);
            if (item != null && times == 1) {
                storedOnce++;
            } else if (times > 1) {
                doubled++;
                example("receipt stored " + times + " times", attempt);
            } else {
                lost++;
                example(item == null ? "lost" : "receipt lost", attempt);
            }
        }

        /// A file whose items were sent one by one has no item of number 0 until one is stored.
        private static boolean expected(StoredItem item, Set<Key> sent) {
            return sent.contains(new Key(item.file(), item.number()));
        }

        private void example(String what, Object which) {
            if (examples.size() < EXAMPLES) {
                examples.add(what + ": " + which);
            }
        }
    }
}
