package org.kingfisherprocess.supervisor;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The children that a reload started together, and that the next one replaces together.
///
/// @param readySince for people to see
/// @param age since it was ready, or since this supervisor took it over
/// @param before the release that was in its place, to go back to; empty where there is none to try
record Generation(
        int number,
        Release release,
        List<Guard> guards,
        Instant readySince,
        Age age,
        Optional<Release> before) {
    Generation {
        guards = List.copyOf(guards);
    }

    /// From now on its children may end. Returns them.
    List<Child> retire() {
        return guards.stream().map(Guard::retire).toList();
    }
}
