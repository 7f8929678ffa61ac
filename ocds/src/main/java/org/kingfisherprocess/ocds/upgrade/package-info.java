/// Brings packages, records and releases of OCDS 1.0 to 1.1.
///
/// Front door: [org.kingfisherprocess.ocds.upgrade.Upgrader]. Knows JSON only: no other room than
/// `json`.
@NullMarked
package org.kingfisherprocess.ocds.upgrade;

import org.jspecify.annotations.NullMarked;
