package org.kingfisherprocess.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.release.ReleaseFolder;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.steps.Audit;
import org.kingfisherprocess.service.store.IntakeReceipts;
import org.kingfisherprocess.service.testing.TestDatabases;

/// What makes a release that has taken over pass, and what does not.
@SuppressWarnings("NullAway.Init")
final class VerificationTest {
    private static final ReleaseFolder RELEASE =
            new ReleaseFolder(Path.of("/install/releases/2.0"));

    private final DatabaseSettings settings = TestDatabases.migrated();
    private final Database database = Database.open(settings);
    private final List<String> heard = new ArrayList<>();
    private Iterator<Traffic.Total> traffic =
            List.of(new Traffic.Total(100, 5), new Traffic.Total(300, 6)).iterator();
    private Audit.Report report = audit(List.of());
    private PlayedServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new PlayedServer(database);
    }

    @AfterEach
    void close() {
        server.close();
        database.close();
    }

    @Test
    void passesAReleaseThatServesStoresAndHardlyFails() {
        assertThat(verify())
                .contains(
                        "2.0 is ready",
                        "a probe was acknowledged",
                        "0 lost, 0 doubled",
                        "1 of 200 requests were answered with 5xx");
        assertThat(heard).anyMatch(line -> line.contains("answered 20 requests"));
    }

    @Test
    void failsAReleaseThatAnswersTooManyRequestsWithErrors() {
        traffic = List.of(new Traffic.Total(100, 0), new Traffic.Total(200, 2)).iterator();

        assertThatThrownBy(this::verify)
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("2 of 100 requests were answered with 5xx")
                .hasMessageContaining("more than the allowed 1.00 %");
    }

    @Test
    void failsAReleaseWhosePagesFail() {
        server.answersPagesWith(500);

        assertThatThrownBy(this::verify)
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("request 1 of 20")
                .hasMessageContaining("answered with 500");
    }

    @Test
    void failsAReleaseThatLosesWhatWasAcknowledged() {
        report = audit(List.of(new IntakeReceipts.Finding("a collection", "a.json", List.of("r"))));

        assertThatThrownBy(this::verify)
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("1 lost and 0 doubled");
    }

    private String verify() {
        try (var journal = new Journal(() -> Database.open(settings), 1)) {
            return new Verification(
                            new Serving(),
                            server.target(),
                            new Probe(server.target(), journal, InstantSource.system()),
                            _ -> report,
                            traffic::next,
                            new Verification.Limits(Duration.ZERO, 0.01),
                            Instant.now())
                    .all(RELEASE, heard::add);
        }
    }

    private static Audit.Report audit(List<IntakeReceipts.Finding> lost) {
        return new Audit.Report(Map.of(), lost, List.of(), List.of());
    }

    private static final class Serving implements RunningServer {
        @Override
        public List<Generation> generations() {
            return List.of(new Generation(2, RELEASE.path(), true, false));
        }

        @Override
        public List<Path> inUse() {
            return List.of();
        }

        @Override
        public boolean isReloading() {
            return false;
        }

        @Override
        public Reloaded reload(Path current, Consumer<String> listener) {
            return new Reloaded.Busy();
        }
    }
}
