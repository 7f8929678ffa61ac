/// How the supervisor, its children and the commands talk: one JSON object a line, over a Unix
/// socket in a folder that is its owner's alone. What a party does not know in a message it leaves
/// unread, so that releases of different age understand each other.
///
/// Front doors: [Message], [Connection], [ControlSocket]. Knows no process.
@NullMarked
package org.kingfisherprocess.supervisor.wire;

import org.jspecify.annotations.NullMarked;
