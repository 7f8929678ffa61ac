/// Durable arrival log on disk: what was appended here survives a crash, and is handed to the
/// loader until the loader says that its transaction has committed.
///
/// Front doors: [SpoolWriter] (append), [SpoolReader] (take, finish, set aside), [SpoolView] (look,
/// from any process) and [SetAside] (retry or discard, from any process). The format stands at the
/// top of [SegmentFormat], the folder at the top of [SpoolFolder].
///
/// Must not depend on HTTP, SQL, OCDS or any other room.
@NullMarked
package org.kingfisherprocess.service.spool;

import org.jspecify.annotations.NullMarked;
