/// A client that sends as real spiders do, and the files that it sends: invented, seeded, never the
/// same twice.
///
/// Front doors: [LoadClient] (sends one file, never twice), [PacedClients] and [OpenLoop] (many at
/// once), [FileSource]. Must not depend on the service: what it proves must not rest on the code
/// that it proves.
@NullMarked
package org.kingfisherprocess.bench.load;

import org.jspecify.annotations.NullMarked;
