/// Migrations on a database that is in use: how long anybody waited, what failed, and whether all
/// rows are right afterwards. Front door: [MigrateMain]. The service is driven from outside, as its
/// users do; only the toy migrations that are compared with the plain way call the engine itself.
@NullMarked
package org.kingfisherprocess.bench.migrate;

import org.jspecify.annotations.NullMarked;
