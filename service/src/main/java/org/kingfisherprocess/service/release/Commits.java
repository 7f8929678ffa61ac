package org.kingfisherprocess.service.release;

import java.util.List;

/// What `git log old..new` says, and, where the new commit does not descend from the old one, what
/// deploying it takes away.
///
/// @param added the newest first
/// @param removed commits of the old release that the new one does not have, the newest first
public record Commits(List<Commit> added, List<Commit> removed) {

    /// One line of the log.
    ///
    /// @param at as git writes it, in ISO 8601
    public record Commit(String id, String author, String at, String subject) {
        public String text() {
            return "%s %s %s  %s".formatted(Description.shortened(id), at, author, subject);
        }
    }

    public Commits {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }
}
