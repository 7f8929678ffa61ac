package org.kingfisherprocess.service.locks;

import java.time.Duration;
import java.util.Optional;

/// What a session waits for, and why the one above it in the tree is in its way.
///
/// @param mode the mode that it asks for, for example `AccessShareLock`
/// @param object what is locked, in words: `table release`
/// @param table the table concerned, where there is one
/// @param since how long it has waited
/// @param blockersMode the mode that the blocker holds, or has asked for before; empty where the
///   server does not tell
/// @param queued whether the blocker does not hold that lock either, and is only ahead in the queue
public record Wait(
        String mode,
        String object,
        Optional<String> table,
        Duration since,
        String blockersMode,
        boolean queued) {}
