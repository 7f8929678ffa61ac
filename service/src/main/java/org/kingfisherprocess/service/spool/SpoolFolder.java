package org.kingfisherprocess.service.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/// Where what lies in the spool's folder:
///
/// ```
/// reader.lock                          held by the process that reads; reader.pid says its number
/// writers/WRITER.lock                  held by a writer for as long as it lives
/// segments/WRITER-SEQUENCE.segment     records (SegmentFormat); a writer appends to its last one only
/// done/WRITER-SEQUENCE.done            which records of the segment are finished (DoneMap)
/// spares/NAME.spare                    segments to be used again; NAME.next is the one a writer prepares
/// bodies/WRITER-NUMBER.body            a body too large for a segment
/// aside/RECEIPT.entry, RECEIPT.body    set aside (AsideFile); RECEIPT.retry asks the reader to try again
/// damaged/RECEIPT.record               bytes of a record whose checksum does not match
/// damaged/RECEIPT.incomplete           the same at a segment's torn end: very likely never acknowledged
/// damaged/WRITER-SEQUENCE-OFFSET.bytes bytes in which no record is to be made out
/// acknowledged/YYYY-MM-DD.log          names of the entries of retired segments (AcknowledgedJournal)
/// acknowledged/discarded.log           names of discarded entries
/// ```
///
/// WRITER is a UUID of version 7, SEQUENCE and NUMBER are hexadecimal.
final class SpoolFolder {
    private final Path root;

    SpoolFolder(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    void create(Disk disk) throws IOException {
        for (Path directory : directories()) {
            disk.createDirectories(directory);
        }
        disk.forceDirectory(root);
        Path parent = root.getParent();
        if (parent != null) {
            disk.forceDirectory(parent);
        }
    }

    private List<Path> directories() {
        return List.of(
                writers(),
                segments(),
                done(),
                spares(),
                bodies(),
                aside(),
                damaged(),
                acknowledged());
    }

    Path root() {
        return root;
    }

    Path readerLock() {
        return root.resolve("reader.lock");
    }

    Path readerPid() {
        return root.resolve("reader.pid");
    }

    Path writers() {
        return root.resolve("writers");
    }

    Path writerLock(UUID writer) {
        return writers().resolve(writer + ".lock");
    }

    Path segments() {
        return root.resolve("segments");
    }

    Path segment(SegmentName name) {
        return segments().resolve(name + ".segment");
    }

    Path done() {
        return root.resolve("done");
    }

    Path done(SegmentName name) {
        return done().resolve(name + ".done");
    }

    Path spares() {
        return root.resolve("spares");
    }

    Path prepared(SegmentName name) {
        return spares().resolve(name + ".next");
    }

    Path spare(SegmentName name) {
        return spares().resolve(name + ".spare");
    }

    Path bodies() {
        return root.resolve("bodies");
    }

    Path aside() {
        return root.resolve("aside");
    }

    Path asideEntry(Receipt receipt) {
        return aside().resolve(receipt + ".entry");
    }

    Path asideRetry(Receipt receipt) {
        return aside().resolve(receipt + ".retry");
    }

    Path asideDiscard(Receipt receipt) {
        return aside().resolve(receipt + ".discard");
    }

    Path asideBody(Receipt receipt) {
        return aside().resolve(receipt + ".body");
    }

    Path damaged() {
        return root.resolve("damaged");
    }

    Path damagedRecord(Receipt receipt) {
        return damaged().resolve(receipt + ".record");
    }

    Path incompleteRecord(Receipt receipt) {
        return damaged().resolve(receipt + ".incomplete");
    }

    Path acknowledged() {
        return root.resolve("acknowledged");
    }

    Path discarded() {
        return acknowledged().resolve("discarded.log");
    }
}
