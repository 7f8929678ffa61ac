/// A real PostgreSQL of our own in the data folder, for whoever has configured none: unpacked,
/// initialised, started with everything durable, found again, stopped. Front doors:
/// [EmbeddedPostgres] and [EmbeddedSettings]. Starts programs and writes files; runs no SQL, knows
/// no table, and depends only on `sql` for the settings that it hands out.
@NullMarked
package org.kingfisherprocess.service.embedded;

import org.jspecify.annotations.NullMarked;
