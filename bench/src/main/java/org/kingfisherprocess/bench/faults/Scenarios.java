package org.kingfisherprocess.bench.faults;

import java.util.List;
import org.kingfisherprocess.bench.scenario.Scenario;

/// All of them, in the order in which they run.
final class Scenarios {
    static final List<Scenario> ALL =
            List.of(
                    new KillEverything(),
                    new KillPostgres(
                            "kill-postmaster",
                            "kill -9 of PostgreSQL's postmaster, again and again",
                            true),
                    new KillPostgres(
                            "kill-backend",
                            "kill -9 of one of PostgreSQL's backends, again and again",
                            false),
                    new LockedTable(),
                    new PostgresStopped(),
                    new PostgresFrozen(),
                    new ItemsOfSameFiles(),
                    new ReserveReached(),
                    new DiskFull());

    private Scenarios() {}
}
