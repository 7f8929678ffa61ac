package org.kingfisherprocess.service.deploy;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// One deployment: from which release to which, by whom, and what became of it.
///
/// @param installation the folder of releases on the machine that was deployed to
/// @param executor the process that carries it out, as `HOST PID`
/// @param seenAt the executor's last sign of life
public record Deployment(
        long id,
        String who,
        Kind kind,
        String installation,
        Side from,
        Side to,
        State state,
        String problem,
        String advice,
        Instant startedAt,
        Optional<Instant> finishedAt,
        String executor,
        Optional<Instant> seenAt,
        Figures figures) {

    public enum Kind {
        DEPLOY,
        ROLLBACK;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public enum State {
        /// Under way, or left by an executor that died.
        RUNNING,
        DONE,
        /// The release before serves again.
        ROLLED_BACK,
        /// Stopped where it was; the problem says which release serves.
        FAILED;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A release by name and commit; the commit is empty where it is not known.
    public record Side(String release, String commit) {}

    /// What was measured meanwhile; empty where it could not be.
    public record Figures(
            Optional<Long> acknowledged, Optional<Long> failed, Optional<Long> longestPauseMillis) {
        public static final Figures NONE =
                new Figures(Optional.empty(), Optional.empty(), Optional.empty());
    }

    public boolean isRunning() {
        return state == State.RUNNING;
    }
}
