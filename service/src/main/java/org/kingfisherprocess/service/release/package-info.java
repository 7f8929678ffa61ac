/// Releases on disk: what one says about itself, how two differ, where they lie beside each other,
/// and how an archive, a folder or a commit becomes one.
///
/// Front doors: [Installation], [Staging], [Description], [Changes]. Knows nothing of the database,
/// of the running server, or of any other room.
@NullMarked
package org.kingfisherprocess.service.release;

import org.jspecify.annotations.NullMarked;
