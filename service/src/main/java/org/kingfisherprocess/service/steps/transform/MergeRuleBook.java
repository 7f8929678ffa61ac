package org.kingfisherprocess.service.steps.transform;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.kingfisherprocess.ocds.merge.MergeRules;
import org.kingfisherprocess.ocds.schema.Extension;
import org.kingfisherprocess.ocds.schema.ExtensionResult;
import org.kingfisherprocess.ocds.schema.OcdsSchema;
import org.kingfisherprocess.ocds.schema.OcdsVersion;
import org.kingfisherprocess.service.sql.SqlArray;
import org.kingfisherprocess.service.sql.Tx;

/// The merge rules of OCIDs: those of OCDS 1.1, patched by the extensions of the packages in which
/// their releases came. Remembers packages, extensions and rules. Thread-safe.
///
/// Nothing is fetched within a transaction, nor by a worker: a step asks what is [#missing], has
/// that fetched by [#fetch] on other threads, and goes on once it is there. An extension that
/// cannot be had is left out, and asked for again after a while.
final class MergeRuleBook {
    /// Publishers change an extension in place now and then.
    private static final Duration KEEP = Duration.ofHours(12);

    private static final Duration KEEP_FAILURE = Duration.ofHours(1);

    /// For an extension, with those that are fetched before it: a publisher may name many that do
    /// not answer.
    private static final Duration LONGEST_FETCH = Duration.ofMinutes(2);

    /// Packages, extensions and sets of them; each small.
    private static final int MOST_REMEMBERED = 50_000;

    /// More have never been seen in a package; each may cost a fetch.
    private static final int MOST_EXTENSIONS = 100;

    private static final String EXTENSIONS =
            """
            select id, array(
                select url #>> '{}'
                from jsonb_array_elements(case jsonb_typeof(data -> 'extensions')
                    when 'array' then data -> 'extensions' else '[]' end) with ordinality as e (url, place)
                where jsonb_typeof(url) = 'string' order by place
            ) as urls
            from package_data where id = any(?::bigint[])
            """;

    private final Function<String, ExtensionResult> web;
    private final Executor fetchers;
    private final InstantSource clock;
    private final Map<String, CompletableFuture<Boolean>> flights = new ConcurrentHashMap<>();
    private final Map<Long, List<String>> packages = new ConcurrentHashMap<>();
    private final Map<String, Known> extensions = new ConcurrentHashMap<>();
    private final Map<List<String>, MergeRules> rules = new ConcurrentHashMap<>();

    private record Known(ExtensionResult result, Instant until) {}

    /// @param web gets an extension by its URL, within a time limit
    /// @param fetchers do so
    MergeRuleBook(Function<String, ExtensionResult> web, Executor fetchers, InstantSource clock) {
        this.web = web;
        this.fetchers = fetchers;
        this.clock = clock;
    }

    /// The extensions of packages, by the packages' ids.
    Map<Long, List<String>> extensionsOf(Tx tx, Collection<Long> packageData) throws SQLException {
        var found = new HashMap<Long, List<String>>();
        var unknown = new LinkedHashSet<Long>();
        for (var id : packageData) {
            Optional.ofNullable(packages.get(id))
                    .ifPresentOrElse(urls -> found.put(id, urls), () -> unknown.add(id));
        }
        if (!unknown.isEmpty()) {
            var read = new HashMap<Long, List<String>>();
            tx.query(
                    EXTENSIONS,
                    row -> read.put(row.longValue("id"), row.texts("urls")),
                    SqlArray.bigint(unknown));
            forgetIfTooMany(packages);
            packages.putAll(read);
            found.putAll(read);
        }
        return found;
    }

    /// The extensions of several packages together, each once, in the order in which they come.
    static List<String> union(Collection<List<String>> lists) {
        return lists.stream().flatMap(List::stream).distinct().limit(MOST_EXTENSIONS).toList();
    }

    /// Those that have to be fetched before their rules can be told.
    Set<String> missing(Collection<List<String>> sets) {
        var now = clock.instant();
        var missing = new LinkedHashSet<String>();
        for (var set : sets) {
            for (var url : set) {
                var known = extensions.get(url);
                if (known == null || known.until().isBefore(now)) {
                    missing.add(url);
                }
            }
        }
        return missing;
    }

    /// Has extensions fetched, each once, however many steps ask for it. Blocks nobody; completes
    /// when all are known, or known not to be had.
    CompletableFuture<?> fetch(Collection<String> urls) {
        forgetIfTooMany(extensions);
        return CompletableFuture.allOf(
                urls.stream().map(this::fetch).toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<?> fetch(String url) {
        var flight = new CompletableFuture<Boolean>();
        var before = flights.putIfAbsent(url, flight);
        if (before != null) {
            return before;
        }
        var late =
                new ExtensionResult.Unavailable(
                        url, "there was no time left for it, after the others");
        return CompletableFuture.supplyAsync(() -> web.apply(url), fetchers)
                .completeOnTimeout(late, LONGEST_FETCH.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(e -> new ExtensionResult.Unavailable(url, e.toString()))
                .thenAccept(result -> {
                    remember(url, result);
                    flights.remove(url);
                    flight.complete(true);
                });
    }

    private void remember(String url, ExtensionResult result) {
        boolean loaded = result instanceof ExtensionResult.Loaded;
        extensions.put(url, new Known(result, clock.instant().plus(loaded ? KEEP : KEEP_FAILURE)));
        rules.keySet().removeIf(set -> set.contains(url));
    }

    /// The rules under a set of extensions, of which none is missing.
    MergeRules rules(List<String> set) {
        var known = rules.get(set);
        if (known == null) {
            var loaded = new ArrayList<Extension>();
            for (var url : set) {
                if (result(url) instanceof ExtensionResult.Loaded(var extension)) {
                    loaded.add(extension);
                }
            }
            known = MergeRules.fromSchema(OcdsSchema.of(OcdsVersion.V1_1).with(loaded).release());
            forgetIfTooMany(rules);
            rules.put(set, known);
        }
        return known;
    }

    /// Those of a set that cannot be had, with the reason.
    Map<String, String> unavailable(Collection<String> set) {
        var reasons = new HashMap<String, String>();
        for (var url : set) {
            if (result(url) instanceof ExtensionResult.Unavailable(_, var reason)) {
                reasons.put(url, reason);
            }
        }
        return reasons;
    }

    private ExtensionResult result(String url) {
        return Optional.ofNullable(extensions.get(url))
                .map(Known::result)
                .orElseGet(() -> new ExtensionResult.Unavailable(url, "it was not fetched"));
    }

    private static void forgetIfTooMany(Map<?, ?> remembered) {
        if (remembered.size() > MOST_REMEMBERED) {
            remembered.clear();
        }
    }
}
