package org.kingfisherprocess.service.steps;

import org.kingfisherprocess.service.store.CollectionFileItems;
import org.kingfisherprocess.service.store.CollectionFiles;
import org.kingfisherprocess.service.store.CollectionNotes;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.store.Contents;
import org.kingfisherprocess.service.store.Documents;
import org.kingfisherprocess.service.store.IntakeReceipts;

/// The tables that loading writes.
public record LoadTables(
        Collections collections,
        CollectionNotes notes,
        CollectionFiles files,
        CollectionFileItems items,
        IntakeReceipts receipts,
        Documents data,
        Documents packageData,
        Contents contents) {}
