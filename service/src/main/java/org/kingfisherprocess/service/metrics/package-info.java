/// Metrics for Prometheus. The only room that knows Micrometer: other rooms tell small interfaces
/// of their own what they do, and this room implements them, or asks suppliers when it is scraped.
///
/// Front door: [Metrics]. `docs/metrics.md` lists every metric with its meaning; a test compares it
/// with what is exported. Depends on `http`, `steps` and the spool's status; knows no SQL and no
/// page.
@NullMarked
package org.kingfisherprocess.service.metrics;

import org.jspecify.annotations.NullMarked;
