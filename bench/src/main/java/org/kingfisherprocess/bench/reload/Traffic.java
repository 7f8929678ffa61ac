package org.kingfisherprocess.bench.reload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.bench.load.Attempt;
import org.kingfisherprocess.bench.load.PacedClients;
import org.kingfisherprocess.bench.scenario.Stage;

/// Clients of both habits: one half of them takes a new connection for each request, the other
/// keeps its connections for as long as the server allows.
final class Traffic implements AutoCloseable {
    private static final int NEW_ONE_EACH_TIME = 1;
    private static final int KEPT = 0;

    private final PacedClients onNewConnections;
    private final PacedClients onKeptConnections;

    private Traffic(PacedClients onNewConnections, PacedClients onKeptConnections) {
        this.onNewConnections = onNewConnections;
        this.onKeptConnections = onKeptConnections;
    }

    /// Returns at once.
    ///
    /// @param pause the mean, between an answer and the next request
    static Traffic start(Stage stage, SmallAndLargeFiles files, int clients, Duration pause) {
        return new Traffic(
                PacedClients.start(
                        clients / 2, stage.target(NEW_ONE_EACH_TIME), stage.crawl(), files, pause),
                PacedClients.start(
                        clients - clients / 2, stage.target(KEPT), stage.crawl(), files, pause));
    }

    long count() {
        return onNewConnections.count() + onKeptConnections.count();
    }

    /// Lets the requests under way end, and returns all.
    List<Attempt> stop() {
        onNewConnections.tellToStop();
        var all = new ArrayList<>(onKeptConnections.stop());
        all.addAll(onNewConnections.stop());
        return all;
    }

    @Override
    public void close() {
        stop();
    }
}
