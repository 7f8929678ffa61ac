/// The supervisor: owns the listening socket and the processes that serve on it; starts them,
/// starts them again, replaces them without losing a connection, and stops them. It never touches a
/// request, and reads nothing of the application: what it starts is a command line.
///
/// Front door: [Main]. [Supervisor] is the whole, [Reload] its most delicate part.
@NullMarked
package org.kingfisherprocess.supervisor;

import org.jspecify.annotations.NullMarked;
