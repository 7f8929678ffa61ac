package org.kingfisherprocess.bench.ingest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.kingfisherprocess.bench.load.FileSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/// What PostgreSQL allows at best: the same documents, already split and hashed, by bare `COPY`
/// into a table with nothing but the same unique index.
final class CopyOfDocuments {
    private static final String TABLE =
            """
            create schema if not exists bench;
            create table if not exists bench.document (hash_md5 text not null, data jsonb not null);
            create unique index if not exists document_hash on bench.document (hash_md5)
            """;

    private static final String COPY = "copy bench.document (hash_md5, data) from stdin";

    private final String url;

    CopyOfDocuments(String url) {
        this.url = url;
    }

    /// How it went.
    record Copied(double seconds, long bytes) {}

    /// Each connection copies a share of them in one transaction.
    Copied measure(FileSource files, int documents, int connections) {
        prepare();
        var shares = new ArrayList<List<byte[]>>();
        var bytes = 0L;
        for (var number = 0; number < connections; number++) {
            var share = lines(files, documents / connections);
            bytes += share.stream().mapToLong(line -> line.length).sum();
            shares.add(share);
        }
        var begun = System.nanoTime();
        var threads =
                shares.stream().map(share -> Thread.ofPlatform().start(() -> copy(share))).toList();
        for (var thread : threads) {
            join(thread);
        }
        return new Copied((System.nanoTime() - begun) / 1e9, bytes);
    }

    private void prepare() {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute(TABLE);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot make the table to copy into: " + e.getMessage(), e);
        }
    }

    private void copy(List<byte[]> lines) {
        try (var connection = DriverManager.getConnection(url)) {
            CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
            var copy = manager.copyIn(COPY);
            for (var line : lines) {
                copy.writeToCopy(line, 0, line.length);
            }
            copy.endCopy();
        } catch (SQLException e) {
            throw new IllegalStateException("copy failed: " + e.getMessage(), e);
        }
    }

    private static List<byte[]> lines(FileSource files, int count) {
        var lines = new ArrayList<byte[]>(count);
        for (var number = 0; number < count; number++) {
            var json = files.release();
            // The generator writes no backslash, tab or newline: what COPY would have to escape.
            var line = hash(json) + "\t" + new String(json, StandardCharsets.UTF_8) + "\n";
            lines.add(line.getBytes(StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static String hash(byte[] json) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
