package org.kingfisherprocess.service;

import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.supervisor.wire.Message;

/// A supervisor's child that keeps the embedded PostgreSQL running.
final class PostgresProcess {
    private final Settings settings;
    private final Terminal terminal;

    PostgresProcess(Settings settings, Terminal terminal) {
        this.settings = settings;
        this.terminal = terminal;
    }

    int untilDrained() throws InterruptedException {
        try (var _ = DataFolder.share(settings.dataDirectory())) {
            var supervised = Processes.join("postgres", _ -> Message.of("report"));
            var told = Processes.terminal(supervised, terminal);
            try (var keeper = PostgresKeeper.thatTakesOver(settings.dataDirectory(), told)) {
                if (supervised.awaitGo()) {
                    keeper.start();
                    supervised.working();
                }
                supervised.awaitDrained();
            }
            return 0;
        }
    }
}
