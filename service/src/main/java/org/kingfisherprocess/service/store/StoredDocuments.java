package org.kingfisherprocess.service.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// Reads documents of `data` in the order in which they are wanted, a few megabytes at a time.
public final class StoredDocuments {
    private static final int CHUNK_ROWS = 1_000;

    /// As stored, that is compressed: several times as much in memory.
    private static final long CHUNK_BYTES = 2L << 20;

    private static final String READ =
            "select id, data::text as document from data where id = any(?::bigint[])";

    /// A document that is wanted.
    public interface Wanted {
        long dataId();

        /// How large it is as it is stored, by `pg_column_size`.
        long storedBytes();
    }

    /// Takes a document.
    public interface Taker<T> {
        /// Takes the next one.
        ///
        /// @param json in UTF-8
        void take(T wanted, byte[] json) throws SQLException;
    }

    /// Hands each document to the taker, in the order in which they are wanted.
    public <T extends Wanted> void forEach(Tx tx, List<T> wanted, Taker<T> taker)
            throws SQLException {
        int start = 0;
        while (start < wanted.size()) {
            int end = start;
            for (long bytes = 0;
                    end < wanted.size() && end - start < CHUNK_ROWS && bytes < CHUNK_BYTES;
                    end++) {
                bytes += wanted.get(end).storedBytes();
            }
            chunk(tx, wanted.subList(start, end), taker);
            start = end;
        }
    }

    private static <T extends Wanted> void chunk(Tx tx, List<T> wanted, Taker<T> taker)
            throws SQLException {
        Map<Long, byte[]> documents = HashMap.newHashMap(wanted.size());
        tx.query(
                READ,
                row -> documents.put(row.longValue("id"), row.utf8("document")),
                SqlArray.bigint(wanted.stream().map(Wanted::dataId).distinct().toList()));
        for (var one : wanted) {
            var json = documents.get(one.dataId());
            if (json == null) {
                throw new IllegalStateException(
                        "the document %d is referred to and not there".formatted(one.dataId()));
            }
            taker.take(one, json);
        }
    }
}
