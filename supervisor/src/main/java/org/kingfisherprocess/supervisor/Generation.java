package org.kingfisherprocess.supervisor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The children that a reload started together, and that the next one replaces together.
///
/// @param before the release that was in its place, to go back to; empty where there is none to try
record Generation(
        int number,
        Release release,
        List<Guard> guards,
        Instant readySince,
        Optional<Release> before) {
    Generation {
        guards = List.copyOf(guards);
    }

    /// Whether what dies in it is to be blamed on the release.
    boolean isYoungerThan(Duration age) {
        return Duration.between(readySince, Instant.now()).compareTo(age) < 0;
    }

    /// From now on its children may end. Returns them.
    List<Child> retire() {
        return guards.stream().map(Guard::retire).toList();
    }
}
