/// The schemas of OCDS, with or without extensions.
///
/// Front doors: [org.kingfisherprocess.ocds.schema.OcdsSchema], built from a description of a line
/// a field, or loaded from official files; [org.kingfisherprocess.ocds.schema.Extensions], which
/// gets extensions from folders, archives and the web. Knows JSON only: no other room than `json`.
/// The only room of this library that may use the network.
@NullMarked
package org.kingfisherprocess.ocds.schema;

import org.jspecify.annotations.NullMarked;
