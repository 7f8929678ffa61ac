package org.kingfisherprocess.service.settings;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The configuration in force: valid, typed, and able to say where each value came from.
///
/// @param database the configured PostgreSQL; empty for the embedded one
/// @param apiKeys the configured keys; empty where one is made at the first start
/// @param inForce every setting in the catalogue's order
/// @param notices settings that are accepted but have no effect, each with the reason
public record Settings(
        Path dataDirectory,
        InetSocketAddress listen,
        Optional<DatabaseAddress> database,
        List<String> apiKeys,
        Collections collections,
        Intake intake,
        Processes processes,
        Spool spool,
        Load load,
        Deploy deploy,
        Migration migration,
        Steps steps,
        Retention retention,
        List<SettingInForce> inForce,
        List<String> notices) {

    /// What new collections are given.
    public record Collections(
            boolean checkData, boolean checkOlderDataWithSchema11, boolean standardPipeline) {}

    /// Limits of requests; sizes in bytes.
    public record Intake(
            long maxBodyBytes,
            int maxFieldBytes,
            int maxHeaderBytes,
            int maxParts,
            Duration headerTimeout,
            Duration idleTimeout,
            Duration requestTimeout,
            long minBytesPerSecond,
            int maxRequests,
            int backlog,
            List<Path> localFileFolders) {
        public Intake {
            localFileFolders = List.copyOf(localFileFolders);
        }
    }

    /// How long processes may take to come and to go.
    public record Processes(Duration startLimit, Duration drainLimit, Duration stopLimit) {}

    /// Limits of the spool; sizes in bytes.
    public record Spool(
            long reserveBytes,
            int inlineBodyBytes,
            int segmentBytes,
            int window,
            int journalDays) {}

    /// How files are loaded; sizes in bytes.
    public record Load(int loaders, int tries, int maxDepth, int maxDocumentBytes) {}

    /// How releases are deployed.
    ///
    /// @param installation empty where it is found from what runs
    /// @param mostErrors the part of requests, of 1, that may be answered with 5xx after a reload
    public record Deploy(
            Optional<Path> installation,
            Optional<Path> checkout,
            int keepReleases,
            Duration busyWindow,
            Duration longQuery,
            Duration verifyFor,
            double mostErrors,
            Optional<URI> scrapyd,
            String scrapydProject) {}

    /// How the tables are brought to another version.
    ///
    /// @param neverCancel users and applications whose sessions are left alone
    public record Migration(List<String> neverCancel) {
        public Migration {
            neverCancel = List.copyOf(neverCancel);
        }
    }

    /// How steps are done.
    ///
    /// @param extensions whether they are fetched from the web
    public record Steps(int workers, int tries, boolean extensions, Duration extensionTimeout) {}

    /// How long collections are kept.
    ///
    /// @param mode what the scheduled job does
    /// @param old after which those that ended go
    /// @param neverEnded after which those go that started and did not end
    /// @param empty after which those go that ended and hold nothing
    /// @param keepOne whether one original of each source stays however old it is
    public record Retention(
            RetentionMode mode,
            Duration old,
            Duration neverEnded,
            Duration empty,
            boolean keepOne) {}

    /// What the scheduled retention does.
    public enum RetentionMode {
        /// It says what would go.
        REPORT,
        /// It marks what goes.
        DELETE
    }

    public Settings {
        apiKeys = List.copyOf(apiKeys);
        inForce = List.copyOf(inForce);
        notices = List.copyOf(notices);
    }
}
