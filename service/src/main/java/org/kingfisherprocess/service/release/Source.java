package org.kingfisherprocess.service.release;

import java.nio.file.Path;

/// Where a release comes from.
public sealed interface Source {
    /// A packed distribution.
    record Archive(Path file) implements Source {}

    /// An unpacked distribution.
    record Folder(Path folder) implements Source {}

    /// A release that is kept already.
    record Kept(String name) implements Source {}

    /// A commit of a checkout, built in a worktree of its own.
    record Commit(Checkout checkout, String reference) implements Source {}
}
