package org.kingfisherprocess.service.demo;

import java.util.Collection;
import org.kingfisherprocess.service.demo.Stored.StoredFile;

/// The spiders' book beside the tables, file by file.
///
/// @param stored acknowledged, and there once and whole, with its receipt
/// @param lost acknowledged, and its receipt, its file or one of its documents is not there
/// @param doubled its receipt, its file or one of its documents is there more than once
/// @param failed not acknowledged
record Comparison(long sent, long acknowledged, long stored, long lost, long doubled, long failed) {

    static Comparison of(Collection<Sent> book, Stored tables) {
        long acknowledged = 0;
        long stored = 0;
        long lost = 0;
        long doubled = 0;
        for (var sent : book) {
            var file = tables.files().getOrDefault(sent.file(), StoredFile.NONE);
            long receipts = receipts(sent, tables);
            boolean known = sent.outcome() instanceof Outcome.Acknowledged;
            acknowledged += known ? 1 : 0;
            if (isDoubled(sent, file) || receipts > 1) {
                doubled++;
            } else if (known && (isIncomplete(sent, file) || receipts == 0)) {
                lost++;
            } else if (known) {
                stored++;
            }
        }
        long failed = book.size() - acknowledged;
        return new Comparison(book.size(), acknowledged, stored, lost, doubled, failed);
    }

    private static long receipts(Sent sent, Stored tables) {
        return sent.outcome() instanceof Outcome.Acknowledged(var receipt)
                ? tables.receipts().getOrDefault(receipt, 0L)
                : 0;
    }

    private static boolean isDoubled(Sent sent, StoredFile file) {
        return file.files() > 1 || file.documents() > sent.documents().orElse(Long.MAX_VALUE);
    }

    private static boolean isIncomplete(Sent sent, StoredFile file) {
        return file.files() == 0 || file.documents() < sent.documents().orElse(0);
    }
}
