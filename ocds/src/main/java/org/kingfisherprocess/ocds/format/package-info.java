/// Recognises OCDS files and splits them, as streams, into releases and records.
///
/// Front doors: [org.kingfisherprocess.ocds.format.Splitter], which gives the
/// [org.kingfisherprocess.ocds.format.Part]s of a file of a known
/// [org.kingfisherprocess.ocds.format.DataType]. Depends on the room `json` only; neither merges
/// nor upgrades nor checks what it finds.
@NullMarked
package org.kingfisherprocess.ocds.format;

import org.jspecify.annotations.NullMarked;
