package org.kingfisherprocess.service.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.kingfisherprocess.service.demo.Surroundings;
import org.kingfisherprocess.service.deploy.Deploying;
import org.kingfisherprocess.service.queue.StepWorker;
import org.kingfisherprocess.service.queue.Wakeups;
import org.kingfisherprocess.service.release.Description;
import org.kingfisherprocess.service.schedule.Job;
import org.kingfisherprocess.service.schedule.JobRuns;
import org.kingfisherprocess.service.settings.Settings;
import org.kingfisherprocess.service.spool.SetAside;
import org.kingfisherprocess.service.spool.SpoolView;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.sql.Database;

/// What the commands need of the application; made by the start-up code.
public interface Application {
    /// The configuration in force.
    Settings settings();

    /// Replaces this process by a supervisor, which serves until it is told to stop. Does not
    /// return.
    int serve(Terminal terminal);

    /// Serves in this process alone until it is told to stop. Returns the exit code.
    int serveInProcess(Terminal terminal) throws InterruptedException;

    /// Prepares quick starts of this release.
    void makeCache(Terminal terminal) throws IOException, InterruptedException;

    /// What the demonstration needs, whatever is configured.
    Surroundings surroundings();

    /// Does steps until the process is told to stop. Returns the exit code.
    int work(Terminal terminal, int workers) throws InterruptedException;

    /// What brings the tables to another version.
    Upgrading upgrading();

    /// What this release says about itself, whatever is configured.
    Description describeRelease();

    /// Deploying on this machine.
    Deploying deploying();

    /// The name by which a person confirms that this database may be emptied.
    String databaseName();

    /// Runs work on the database: the configured one, or the embedded one, which is started for as
    /// long as the work takes if it does not run already.
    <T> T withDatabase(Function<Database, T> work);

    /// The jobs that a server runs by itself.
    List<Job> jobs(Database database);

    /// Runs one of them at once, and tells how the last runs went.
    JobRuns jobRuns(Database database);

    Path spoolDirectory();

    /// Looks at the spool, whoever works on it.
    SpoolView viewSpool();

    /// Decides about entries that were set aside.
    SetAside setAside();

    /// A writer of its own into the spool, beside that of a running server.
    SpoolWriter openSpool();

    /// Sees to it that somebody loads the spool while the work runs: the running server, or else
    /// this process.
    <T> T withLoading(Database database, Function<Database, T> work);

    /// Does steps of the queue, beside a running server or without one.
    StepWorker stepWorker(Database database, Wakeups wakeups);
}
