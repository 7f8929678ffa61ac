package org.kingfisherprocess.service.spool;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A record that a thread waits to see on stable storage.
final class PendingRecord {
    private final Thread waiter = Thread.currentThread();
    private final byte[] metadata;
    private final ByteBuffer body;
    private final long bodyLength;
    private final int flags;
    private final int metadataChecksum;
    private final int bodyChecksum;
    private @Nullable Receipt receipt;
    private @Nullable SpoolException failure;
    private volatile boolean settled;

    PendingRecord(Submission submission, SpoolBody body) {
        metadata = new Metadata(submission, body.fileName()).encode();
        this.body = body.memory();
        bodyLength = body.length();
        bodyChecksum = body.checksum();
        flags =
                (submission.closing() ? RecordHeader.CLOSING : 0)
                        | (body.inline() ? 0 : RecordHeader.BODY_IN_FILE);
        var sum = new CRC32C();
        sum.update(metadata);
        metadataChecksum = (int) sum.getValue();
    }

    /// Header, metadata and inline body, without padding.
    long length() {
        return RecordHeader.BYTES + (long) metadata.length + body.remaining();
    }

    RecordHeader header(long offset, long forcedUpTo, Receipt receipt, long millis) {
        return new RecordHeader(
                offset,
                flags,
                receipt,
                millis,
                forcedUpTo,
                bodyLength,
                metadata.length,
                metadataChecksum,
                bodyChecksum);
    }

    ByteBuffer metadata() {
        return ByteBuffer.wrap(metadata);
    }

    ByteBuffer body() {
        return body.duplicate();
    }

    void succeed(Receipt receipt) {
        this.receipt = receipt;
        settle();
    }

    void fail(SpoolException failure) {
        this.failure = failure;
        settle();
    }

    /// Waits also through interrupts: whether the record is acknowledged must be known.
    Receipt await() {
        boolean interrupted = false;
        while (!settled) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (receipt != null) {
            return receipt;
        }
        if (failure instanceof SpoolFullException full) {
            throw full;
        }
        if (failure != null) {
            throw new SpoolException(String.valueOf(failure.getMessage()), failure);
        }
        throw new IllegalStateException("a record was settled with neither receipt nor failure");
    }

    private void settle() {
        settled = true;
        LockSupport.unpark(waiter);
    }
}
