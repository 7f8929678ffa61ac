package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.locks.Backend;
import org.kingfisherprocess.service.locks.Ended;
import org.kingfisherprocess.service.locks.Ending;
import org.kingfisherprocess.service.locks.Protection;
import org.kingfisherprocess.service.sql.Database;

/// Ends sessions that are in the way, after a person has said yes to each.
final class Cancelling {
    /// A statement notices within milliseconds that it was cancelled, unless the disk is slow.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final Protection protection;
    private final Ending ending;
    private final boolean includeOwn;
    private final boolean sure;

    /// @param includeOwn whether sessions of this program may be ended too
    /// @param sure whether nobody is asked
    Cancelling(
            Terminal terminal,
            Database database,
            List<String> neverCancel,
            boolean includeOwn,
            boolean sure) {
        this.terminal = terminal;
        this.protection = new Protection(neverCancel);
        this.ending = new Ending(database, protection, PATIENCE);
        this.includeOwn = includeOwn;
        this.sure = sure;
    }

    List<Ended> end(List<Backend> inTheWay) {
        var outcomes = new ArrayList<Ended>();
        for (var backend : inTheWay) {
            outcomes.add(end(backend));
        }
        return outcomes;
    }

    private Ended end(Backend backend) {
        var reason = protection.reason(backend).or(() -> ownReason(backend));
        if (reason.isPresent()) {
            return new Ended.Spared(backend, reason.get());
        }
        return sure || confirmed(backend)
                ? ending.end(backend)
                : new Ended.Spared(backend, "it was not confirmed; --yes goes without asking");
    }

    private Optional<String> ownReason(Backend backend) {
        return includeOwn || !backend.ours()
                ? Optional.empty()
                : Optional.of(
                        "it is a session of this program, which would try again what it does; --include-own ends it all the same");
    }

    private boolean confirmed(Backend backend) {
        var what =
                backend.active()
                        ? "Cancel what %s runs (%s)?"
                        : "End the session of %s (%s)? What it has not committed is undone.";
        return terminal.ask(
                        (what + " Type yes:")
                                .formatted(
                                        backend.name(),
                                        backend.active() ? backend.query() : backend.state()))
                .filter("yes"::equals)
                .isPresent();
    }
}
