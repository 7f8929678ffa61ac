package org.kingfisherprocess.bench.migrate;

import java.util.List;

final class Scenarios {
    static final List<Scenario> ALL =
            List.of(
                    new Adopt(),
                    new AdoptKilled(),
                    new IdleReader(),
                    new LostTerminal(),
                    new DiskFills(),
                    new Dangers());

    private Scenarios() {}
}
