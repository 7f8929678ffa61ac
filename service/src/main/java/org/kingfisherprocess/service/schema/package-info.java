/// Our migrations, in order, as data for the engine in `migrate`, and what must be true of a
/// database before they run. Front door: [Schema]. The scripts lie beside this package as
/// resources.
@NullMarked
package org.kingfisherprocess.service.schema;

import org.jspecify.annotations.NullMarked;
