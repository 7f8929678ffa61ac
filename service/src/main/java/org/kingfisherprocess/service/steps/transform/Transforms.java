package org.kingfisherprocess.service.steps.transform;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.kingfisherprocess.ocds.schema.ExtensionResult;
import org.kingfisherprocess.service.queue.StepHandler;
import org.kingfisherprocess.service.sql.Database;

/// Makes the handlers of all steps that transform and complete collections.
public final class Transforms {
    private Transforms() {}

    /// The handlers, which share what they remember.
    ///
    /// @param extensions gets an extension by its URL, within a time limit; it may say that none
    ///   can be had
    public static List<StepHandler> handlers(
            Database database,
            Function<String, ExtensionResult> extensions,
            CompileLimits limits,
            InstantSource clock) {
        return handlers(database, extensions, new FetchThreads(), limits, clock);
    }

    /// @param fetchers get the extensions
    static List<StepHandler> handlers(
            Database database,
            Function<String, ExtensionResult> extensions,
            Executor fetchers,
            CompileLimits limits,
            InstantSource clock) {
        var book = new MergeRuleBook(extensions, fetchers, clock);
        return List.of(
                new Upgrade(database, limits),
                new UpgradeItem(database, limits),
                new CompileRecords(database, book, limits),
                new CompileReleases(database, book, limits),
                new Plan(database, limits.documents()),
                new Finish(database));
    }
}
