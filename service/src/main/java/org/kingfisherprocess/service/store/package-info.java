/// Our tables, one class for each aggregate: its statements beside the records that they fill.
///
/// Front doors: [Collections], [CollectionFiles], [CollectionFileItems], [Documents], [Contents],
/// [IntakeReceipts], [CollectionNotes]. Writers take a [org.kingfisherprocess.service.sql.Tx], so
/// that whoever calls decides what commits together. Knows neither HTTP nor the spool.
///
/// For people who look: [CollectionListing], [CollectionDetails] and [FileListing], each of whose
/// questions is a transaction of its own that only reads and ends in time.
@NullMarked
package org.kingfisherprocess.service.store;

import org.jspecify.annotations.NullMarked;
