package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// One writer's segments, one after the other. The next is prepared beside the work once a tenth of
/// the current one is used, so that nobody waits for its header's force, and a command that appends
/// a few submissions does not make two segments. For one thread.
final class SegmentSequence {
    private static final double PREPARE_AT = 0.1;

    private final SegmentSupply supply;
    private SegmentName nextName;
    private @Nullable FutureTask<SegmentFormat.Header> prepared;

    SegmentSequence(SegmentSupply supply, UUID writer) {
        this.supply = supply;
        nextName = new SegmentName(writer, 1);
    }

    /// A name is never tried twice: a failed attempt may have left something behind under it.
    SegmentWriter next(ByteBuffer buffer) throws IOException {
        SegmentFormat.Header header = takePrepared();
        try {
            if (header == null) {
                header = supply.prepare(nextName);
            }
            return new SegmentWriter(header, supply.publish(header), buffer);
        } finally {
            nextName = nextName.next();
        }
    }

    void prepareAhead(SegmentWriter current) {
        if (prepared == null && current.used() > PREPARE_AT) {
            SegmentName name = nextName;
            Callable<SegmentFormat.Header> work = () -> supply.prepare(name);
            var task = new FutureTask<>(work);
            prepared = task;
            Thread.ofPlatform().daemon().name("spool-prepare").start(task);
        }
    }

    private SegmentFormat.@Nullable Header takePrepared() throws IOException {
        FutureTask<SegmentFormat.Header> task = prepared;
        prepared = null;
        if (task == null) {
            return null;
        }
        try {
            return task.get();
        } catch (ExecutionException e) {
            nextName = nextName.next();
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException("could not prepare a segment", e.getCause());
        } catch (InterruptedException | CancellationException e) {
            throw new IOException("interrupted while preparing a segment", e);
        }
    }
}
