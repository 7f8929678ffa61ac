/// The Open Contracting Data Standard (OCDS) in Java: bytes and JSON in, values out.
///
/// Rooms: `json` (exact JSON), `format` (recognise and split), `schema` (fields and extensions),
/// `merge`, `upgrade`. Nothing here touches a database or serves HTTP.
@NullMarked
package org.kingfisherprocess.ocds;

import org.jspecify.annotations.NullMarked;
