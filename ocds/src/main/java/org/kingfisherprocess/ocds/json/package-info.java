/// Exact JSON: numbers keep their text, every defect has a position, memory has a bound.
///
/// Front doors: [org.kingfisherprocess.ocds.json.CleanInput] for raw bytes,
/// [org.kingfisherprocess.ocds.json.JsonScanner] for tokens of a stream,
/// [org.kingfisherprocess.ocds.json.CanonicalReader] for documents in canonical form with their
/// hash. Knows JSON only: nothing of OCDS, no other room.
@NullMarked
package org.kingfisherprocess.ocds.json;

import org.jspecify.annotations.NullMarked;
