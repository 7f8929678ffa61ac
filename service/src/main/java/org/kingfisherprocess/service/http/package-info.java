/// The HTTP server: Jetty's core on virtual threads, our routing table, limits, request ids, one
/// place where errors become answers, forms read as streams, and a drain that loses no request.
///
/// Front doors: [HttpServer], [Routes], [Call] and [Answer]; [FormReader] for what clients send.
/// Jetty's types stay inside.
///
/// Knows no route of ours, no spool, no database.
@NullMarked
package org.kingfisherprocess.service.http;

import org.jspecify.annotations.NullMarked;
