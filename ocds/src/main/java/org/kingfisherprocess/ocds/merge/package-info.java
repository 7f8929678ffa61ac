/// Makes compiled and versioned releases from the releases of one contracting process.
///
/// Front doors: [org.kingfisherprocess.ocds.merge.Merger] for releases at hand,
/// [org.kingfisherprocess.ocds.merge.Merging] for releases that arrive one by one,
/// [org.kingfisherprocess.ocds.merge.MergeRules] for what a schema says about merging. Knows JSON
/// only: no packages, no versions of the standard, no other room than `json`.
@NullMarked
package org.kingfisherprocess.ocds.merge;

import org.jspecify.annotations.NullMarked;
