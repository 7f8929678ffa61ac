package org.kingfisherprocess.service.locks;

import java.time.Duration;

/// What became of a session that was in the way.
public sealed interface Ended {
    Backend backend();

    /// Its statement was cancelled, and it let go.
    record Cancelled(Backend backend) implements Ended {}

    /// The session was ended: it ran no statement that could be cancelled.
    record Terminated(Backend backend) implements Ended {}

    /// Its statement was cancelled, it kept its locks all the same, and so it was ended.
    record TerminatedAfterCancelling(Backend backend) implements Ended {}

    /// It had let go already: another transaction, or no session any more.
    record Gone(Backend backend) implements Ended {}

    /// It is left alone, for this reason.
    record Spared(Backend backend, String reason) implements Ended {}

    /// The server does not let us.
    record NotPermitted(Backend backend, String reason) implements Ended {}

    /// It was told to, and still holds its locks.
    record StillThere(Backend backend, Duration after) implements Ended {}

    /// Whether it is out of the way.
    default boolean done() {
        return switch (this) {
            case Cancelled _, Terminated _, TerminatedAfterCancelling _, Gone _ -> true;
            case Spared _, NotPermitted _, StillThere _ -> false;
        };
    }

    /// What happened in a word, for programs.
    default String word() {
        return switch (this) {
            case Cancelled _ -> "cancelled";
            case Terminated _, TerminatedAfterCancelling _ -> "terminated";
            case Gone _ -> "gone";
            case Spared _ -> "spared";
            case NotPermitted _ -> "not permitted";
            case StillThere _ -> "still there";
        };
    }

    /// One line for a terminal or a log.
    default String text() {
        var name = backend().name();
        return switch (this) {
            case Cancelled _ -> "cancelled the statement of " + name;
            case Terminated(var backend) ->
                    "terminated %s: it was %s, where cancelling frees nothing"
                            .formatted(name, backend.state());
            case TerminatedAfterCancelling _ ->
                    "cancelled the statement of %s, which kept its locks; then terminated it"
                            .formatted(name);
            case Gone _ -> "%s had let go already".formatted(name);
            case Spared(_, var reason) -> "left alone %s: %s".formatted(name, reason);
            case NotPermitted(_, var reason) ->
                    "%s cannot be ended: %s; it takes its own user, or a member of pg_signal_backend"
                            .formatted(name, reason);
            case StillThere(_, var after) ->
                    "%s was told to end and still holds its locks after %s"
                            .formatted(name, TreeText.text(after));
        };
    }
}
