package org.kingfisherprocess.service.deploy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.kingfisherprocess.service.release.Installation;
import org.kingfisherprocess.service.release.Programs;
import org.kingfisherprocess.service.release.ReleaseFolder;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.TxFunction;
import org.kingfisherprocess.service.steps.Audit;

/// What deploying needs of the rest of the house; made by the start-up code.
///
/// @param own the release that this program is of, if it is a distribution
/// @param opening opens the database where it is now
/// @param tables reads how far the tables are migrated
/// @param executor the process that carries deployments out
public record DeployParts(
        Installation installation,
        Path dataFolder,
        Optional<ReleaseFolder> own,
        Programs programs,
        RunningServer server,
        Target target,
        Spool spool,
        Optional<Scrapyd> scrapyd,
        Supplier<Database> opening,
        TxFunction<TablesState> tables,
        Limits limits,
        ExecutorProcess executor,
        InstantSource clock) {

    /// What is asked of the spool.
    public interface Spool {
        /// Submissions that wait to be loaded.
        long waiting();

        /// Submissions acknowledged since a moment, but for probes.
        long acknowledged(Instant since);

        /// What was acknowledged since a moment, against what is stored.
        Audit.Report audit(Instant since);
    }

    /// What the settings say.
    ///
    /// @param keepReleases how many releases are kept
    /// @param verifyFor how long the error rate is watched after a reload
    /// @param mostErrors the part of requests, of 1, that may be answered with 5xx then
    public record Limits(
            int keepReleases, BusyLook.Windows windows, Duration verifyFor, double mostErrors) {}
}
