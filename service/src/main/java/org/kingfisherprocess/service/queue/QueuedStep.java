package org.kingfisherprocess.service.queue;

import java.util.OptionalLong;

/// A step that is claimed by the transaction that reads it; see [NewStep] for its parts.
///
/// @param tries how often it has failed
public record QueuedStep(
        long id,
        String name,
        long collectionId,
        OptionalLong fileId,
        String ocid,
        String lastOcid,
        long progress,
        int tries) {

    /// The same work as a new step, to be narrowed.
    public NewStep again() {
        return new NewStep(name, collectionId, fileId, ocid, lastOcid, progress);
    }

    /// How messages name it.
    public String text() {
        var text = new StringBuilder(name).append(" of collection ").append(collectionId);
        fileId.ifPresent(file -> text.append(", file ").append(file));
        if (!ocid.isEmpty()) {
            text.append(ocid.equals(lastOcid) ? ", OCID " : ", OCIDs ").append(ocid);
            if (!ocid.equals(lastOcid)) {
                text.append(" to ").append(lastOcid);
            }
        }
        return text.toString();
    }
}
