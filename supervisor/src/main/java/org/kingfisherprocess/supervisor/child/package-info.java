/// What a release's own processes use to be children of a supervisor. Other releases than the
/// supervisor's use it too: both sides may be newer or older than the other.
///
/// Front door: [Supervised].
@NullMarked
package org.kingfisherprocess.supervisor.child;

import org.jspecify.annotations.NullMarked;
