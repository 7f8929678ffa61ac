/// Start-up and wiring of the application: the only place that calls the constructors of the rooms
/// below it.
@NullMarked
package org.kingfisherprocess.service;

import org.jspecify.annotations.NullMarked;
