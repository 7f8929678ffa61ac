package org.kingfisherprocess.bench.compile;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.kingfisherprocess.service.sql.Database;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// The floor: the documents that a step reads and those that it writes, by `COPY` on one
/// connection, out of the same tables and into one with nothing but the same unique index.
final class CopyAlone {
    private static final String READ =
            """
            copy (
                select r.ocid, d.data from release r join data d on d.id = r.data_id where r.collection_id = 1
                union all
                select r.ocid, d.data from record r join data d on d.id = r.data_id where r.collection_id = 1
            ) to stdout
            """;

    private static final String RESULT =
            """
            copy (select d.hash_md5, d.data from data d where d.id in (
                select data_id from release where collection_id = 2
                union all select data_id from compiled_release where collection_id = 2)) to stdout
            """;

    private static final String TABLE =
            "create table bench_document (hash_md5 text not null, data jsonb not null)";
    private static final String INDEX =
            "create unique index bench_document_hash on bench_document (hash_md5)";
    private static final String WRITE = "copy bench_document (hash_md5, data) from stdin";

    private CopyAlone() {}

    /// Seconds to read the source's documents and to write those of collection 2, which was made of
    /// it.
    static double seconds(Database database, Path work) {
        var file = work.resolve("documents.copy");
        try {
            database.run(tx -> {
                tx.execute(TABLE);
                tx.execute(INDEX);
                try (var out = Files.newOutputStream(file)) {
                    copy(tx.connection()).copyOut(RESULT, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            long begun = System.nanoTime();
            database.run(tx -> {
                try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
                    copy(tx.connection()).copyOut(READ, OutputStream.nullOutputStream());
                    copy(tx.connection()).copyIn(WRITE, in);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            return (System.nanoTime() - begun) / 1e9;
        } finally {
            delete(file);
        }
    }

    private static CopyManager copy(java.sql.Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file, e);
        }
    }
}
