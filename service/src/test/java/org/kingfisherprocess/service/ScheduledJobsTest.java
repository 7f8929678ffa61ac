package org.kingfisherprocess.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.schedule.Job;
import org.kingfisherprocess.service.schema.SchemaGate;
import org.kingfisherprocess.service.settings.SettingsReader;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;

final class ScheduledJobsTest {
    @TempDir Path home;

    @Test
    void waitForTablesThatAreNotReadyInsteadOfFailing() throws InterruptedException {
        try (var database = Database.open(TestDatabases.empty())) {
            var gated = database.beginningWith(SchemaGate::jobs);
            for (var job : jobs().all(gated)) {
                if (job.scope() == Job.Scope.ONCE) {
                    assertThat(ScheduledJobs.patient(job).work().run())
                            .as(job.name())
                            .startsWith("it waits: ");
                }
            }
        }
    }

    private ScheduledJobs jobs() {
        return new Wiring(new SettingsReader(Map.of(), home)).scheduledJobs();
    }
}
