package org.kingfisherprocess.service.steps.transform;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.kingfisherprocess.service.store.TransformType;

/// How far a collection is.
///
/// @param type empty for an original collection
/// @param rootId the original collection that it is made of, or itself
/// @param closed whether nothing more comes for the original collection
/// @param expectedFiles how many files the client said that there are
/// @param files that the original collection has
/// @param unstored submissions for the original collection that were acknowledged, could not be
///   loaded, and wait for a person
/// @param steps that are left, by name, those set aside among them
/// @param setAside steps that wait for a person
/// @param sourceSteps that have to be done first on what it is made of
/// @param compiledTo the release up to which it was compiled; 0 where it was not
public record Standing(
        long id,
        Optional<TransformType> type,
        OptionalLong sourceId,
        long rootId,
        boolean deleted,
        boolean closed,
        OptionalLong expectedFiles,
        long files,
        long unstored,
        Map<String, Long> steps,
        long setAside,
        long sourceSteps,
        boolean planned,
        long compiledTo,
        Optional<Instant> completedAt) {

    public Standing {
        steps = Map.copyOf(steps);
    }

    /// Why it is not complete, each with what would change that. Empty where nothing keeps it.
    public List<String> obstacles() {
        var obstacles = sourceObstacles();
        if (obstacles.isEmpty() && needsPlan()) {
            obstacles.add("its releases are not planned for compiling yet, which comes by itself");
        }
        var unknown = new TreeMap<>(steps);
        unknown.keySet().removeAll(StepNames.ALL);
        long others = unknown.values().stream().mapToLong(Long::longValue).sum();
        if (others > 0) {
            obstacles.add(
                    "%,d steps are left that this release does not know (%s): the release that planted them does them"
                            .formatted(others, String.join(", ", unknown.keySet())));
        }
        long left = steps.values().stream().mapToLong(Long::longValue).sum() - others;
        if (left > setAside) {
            obstacles.add(
                    "%,d steps are left, which are done by themselves while `serve` runs"
                            .formatted(left - setAside));
        }
        if (setAside > 0) {
            obstacles.add(
                    "%,d steps were set aside after they failed several times: `steps list --set-aside` says why, `steps retry` has them tried again"
                            .formatted(setAside));
        }
        return List.copyOf(obstacles);
    }

    /// Why what it is made of is not all there yet.
    List<String> sourceObstacles() {
        var obstacles = new ArrayList<String>();
        if (!closed) {
            obstacles.add(
                    "collection %d is open: it is closed when its crawl ends, or by `close-collection %d`"
                            .formatted(rootId, rootId));
        } else if (expectedFiles.isPresent() && files < expectedFiles.getAsLong()) {
            obstacles.add(
                    "only %,d of the %,d files that the crawl reported are there: `add-files` adds what is missing, and `close-collection %d --as-it-is` does without"
                            .formatted(files, expectedFiles.getAsLong(), rootId));
        }
        if (unstored > 0) {
            obstacles.add(
                    "%,d submissions for collection %d could not be stored and were set aside: `spool list --set-aside` says why, `spool retry` has them tried again, `spool discard` does without"
                            .formatted(unstored, rootId));
        }
        if (sourceSteps > 0) {
            obstacles.add(
                    "%,d steps are left of collection %d, of which it is made"
                            .formatted(sourceSteps, sourceId.orElse(rootId)));
        }
        return obstacles;
    }

    /// Whether nobody has begun with it, although its source is closed: as after version 1.
    public boolean isUntouched() {
        return closed && !planned && steps.isEmpty() && completedAt.isEmpty();
    }

    /// Whether it can be compiled, and why not. Empty where it is not made by compiling.
    public Optional<String> compilation() {
        if (!isCompiled()) {
            return Optional.empty();
        }
        var missing = sourceObstacles();
        if (!missing.isEmpty()) {
            return Optional.of("not yet: " + String.join("; ", missing));
        }
        return Optional.of(
                completedAt.isPresent()
                        ? "done"
                        : planned ? "under way" : "yes, which comes by itself");
    }

    /// Whether its releases can be divided into steps now.
    boolean mayPlan(boolean newData) {
        return (needsPlan() || (newData && isCompiled())) && sourceObstacles().isEmpty();
    }

    private boolean needsPlan() {
        return isCompiled() && !planned;
    }

    private boolean isCompiled() {
        return type.filter(TransformType.COMPILE::equals).isPresent();
    }
}
