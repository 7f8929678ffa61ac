/// Reloads the service, kills and freezes its processes under load, directly or through a proxy,
/// and proves that no request is lost to a reload, and nothing acknowledged to anything.
///
/// Front door: [ReloadMain] (`bench/reload`).
@NullMarked
package org.kingfisherprocess.bench.reload;

import org.jspecify.annotations.NullMarked;
