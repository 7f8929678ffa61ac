package org.kingfisherprocess.service.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.deploy.Deployment.Side;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

/// One person deploys at a time.
final class DeployLockTest {
    private final Database database = Database.open(TestDatabases.migrated());
    private final DeployLock lock = new DeployLock();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void belongsToOnePersonByName() {
        assertThat(take("alice")).isTrue();
        assertThat(take("alice")).isFalse();

        assertThatThrownBy(() -> take("bob"))
                .isInstanceOf(DeployException.class)
                .hasMessageContaining("held by alice", "(a reason)", "unlock --force");
        assertThatThrownBy(() -> letGo("bob", false)).hasMessageContaining("alice");
        assertThat(letGo("bob", true)).isTrue();
        assertThat(take("bob")).isTrue();
        assertThat(letGo("bob", false)).isTrue();
        assertThat(letGo("bob", false)).isFalse();
    }

    @Test
    void isTakenByADeploymentAndLetGoAfterIt() {
        long id = deployment("alice");
        database.run(tx -> lock.takeFor(tx, "alice", id));

        assertThatThrownBy(() -> letGo("alice", true))
                .hasMessageContaining("deployment %d holds the deploy lock".formatted(id));
        database.run(tx -> lock.letGoAfter(tx, id));

        assertThat(take("bob")).isTrue();
        assertThatThrownBy(() -> database.run(tx -> lock.takeFor(tx, "alice", id)))
                .isInstanceOf(DeployException.class);
    }

    @Test
    void staysWithThePersonWhoHadItBeforeTheDeployment() {
        take("alice");
        long id = deployment("alice");
        database.run(tx -> lock.takeFor(tx, "alice", id));

        database.run(tx -> lock.letGoAfter(tx, id));

        assertThat(database.transaction(lock::held)).map(DeployLock.Held::holder).contains("alice");
    }

    private boolean take(String who) {
        return database.transaction(tx -> lock.take(tx, who, "a reason"));
    }

    private boolean letGo(String who, boolean force) {
        return database.transaction(tx -> lock.letGo(tx, who, force)).isPresent();
    }

    private long deployment(String who) {
        return database.transaction(tx ->
                new Deployments()
                        .insert(
                                tx,
                                new Deployments.NewDeployment(
                                        who,
                                        Deployment.Kind.DEPLOY,
                                        "/install",
                                        new Side("old", ""),
                                        new Side("new", ""),
                                        "{}")));
    }
}
