package org.kingfisherprocess.service.queue;

import java.util.OptionalLong;

/// A step that is to be planted.
///
/// @param collectionId the collection that it writes into: collections take turns
/// @param fileId a file that it is about, if it is about one
/// @param ocid the first of a range of OCIDs; empty where it is not about OCIDs
/// @param lastOcid the last of the range
/// @param progress where it begins, in a measure of its own
public record NewStep(
        String name,
        long collectionId,
        OptionalLong fileId,
        String ocid,
        String lastOcid,
        long progress) {

    public static NewStep of(String name, long collectionId) {
        return new NewStep(name, collectionId, OptionalLong.empty(), "", "", 0);
    }

    public NewStep about(long file) {
        return new NewStep(name, collectionId, OptionalLong.of(file), ocid, lastOcid, progress);
    }

    public NewStep range(String first, String last) {
        return new NewStep(name, collectionId, fileId, first, last, progress);
    }

    public NewStep from(long start) {
        return new NewStep(name, collectionId, fileId, ocid, lastOcid, start);
    }
}
