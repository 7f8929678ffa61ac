package org.kingfisherprocess.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;
import org.kingfisherprocess.service.testing.TestDatabases;

@SuppressWarnings("NullAway.Init")
final class ProbeTest {
    private final DatabaseSettings settings = TestDatabases.migrated();
    private final Database database = Database.open(settings);
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
    void deletesItsCollectionOnlyWhenItsEndIsLoaded() {
        assertThat(run()).contains("a probe was acknowledged after", "and stored after");

        await().until(() -> count("intake_receipt") == 2);
        assertThat(count("collection")).isZero();
        assertThat(count("data")).isZero();
        assertThat(count("package_data")).isZero();
    }

    @Test
    void failsWhereTheServerRefusesIt() {
        server.answersSubmissionsWith(503);

        assertThatThrownBy(this::run)
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("submit/item/ with 503");
    }

    @Test
    void failsWhereSomethingElseIsStored() {
        server.stores("ocds-another");

        assertThatThrownBy(this::run)
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("its ocid is ocds-another");
    }

    @Test
    void failsWhereNobodyAnswers() {
        server.close();

        assertThatThrownBy(this::run)
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("got no answer");
    }

    private String run() {
        try (var journal = new Journal(() -> Database.open(settings), 1)) {
            return new Probe(server.target(), journal, InstantSource.system()).run(_ -> {});
        }
    }

    private long count(String table) {
        return database.transaction(tx ->
                tx.queryOne("select count(*) as n from " + table, row -> row.longValue("n"))
                        .orElseThrow());
    }
}
