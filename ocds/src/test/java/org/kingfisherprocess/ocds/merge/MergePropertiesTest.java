package org.kingfisherprocess.ocds.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.ocds.json.JsonObject;
import org.kingfisherprocess.ocds.json.JsonValue;

class MergePropertiesTest {

    private static final int TRIES = 20_000;

    private static final Map<List<String>, MergeRule> SOME_RULES =
            Map.of(
                    List.of("id"), MergeRule.OMIT,
                    List.of("date"), MergeRule.OMIT,
                    List.of("tag"), MergeRule.OMIT,
                    List.of("a", "b"), MergeRule.OMIT,
                    List.of("a", "c"), MergeRule.WHOLE,
                    List.of("b"), MergeRule.WHOLE,
                    List.of("c", "id"), MergeRule.OMIT);

    private static final Map<List<String>, MergeRule> FEW_RULES =
            Map.of(
                    List.of("id"), MergeRule.OMIT,
                    List.of("date"), MergeRule.OMIT,
                    List.of("tag"), MergeRule.OMIT);

    private static void forRandom(boolean regular, Consumer<RandomReleases> property) {
        long seed = System.nanoTime();
        for (int i = 0; i < TRIES; i++) {
            try {
                property.accept(new RandomReleases(new Random(seed + i), regular));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + (seed + i), e);
            }
        }
    }

    @Test
    void mergesAsMergingIsDefined() {
        forRandom(
                false,
                random -> {
                    var releases = random.releases();
                    for (var rules : List.of(SOME_RULES, FEW_RULES)) {
                        var expected = new PathMerge(rules);
                        var release = expected.compile(releases);
                        switch (new Merger(MergeRules.of(rules)).compile(releases)) {
                            case MergeResult.Merged merged -> {
                                assertThat(release).contains(merged.release());
                                assertThat(duplicates(merged)).isEqualTo(expected.duplicates());
                            }
                            case MergeResult.Failed(MergeError.InconsistentType _) ->
                                    assertThat(release).isEmpty();
                            case MergeResult.Failed(var error) ->
                                    throw new AssertionError(error.message());
                        }
                    }
                });
    }

    private static List<String> duplicates(MergeResult.Merged merged) {
        var duplicates = new ArrayList<String>();
        for (var warning : merged.warnings()) {
            if (warning instanceof MergeWarning.DuplicateId(var id, var path)) {
                duplicates.add(id + " " + path);
            }
        }
        return duplicates;
    }

    @Test
    void doesNotDependOnTheOrderOfMembers() {
        forRandom(
                false,
                random -> {
                    var releases = random.releases();
                    var shuffled = releases.stream().map(random::shuffled).toList();
                    var merger = new Merger(MergeRules.of(SOME_RULES));
                    assertSame(merger.compile(releases), merger.compile(shuffled));
                    assertSame(merger.version(releases), merger.version(shuffled));
                });
    }

    private static void assertSame(MergeResult one, MergeResult other) {
        if (one instanceof MergeResult.Merged merged) {
            assertThat(other).isInstanceOf(MergeResult.Merged.class);
            var same = (MergeResult.Merged) other;
            assertThat(same.release()).isEqualTo(merged.release());
            assertThat(same.warnings()).containsExactlyInAnyOrderElementsOf(merged.warnings());
        } else {
            assertThat(other).isInstanceOf(MergeResult.Failed.class);
        }
    }

    @Test
    void mergingInTwoGoesEqualsMergingInOne() {
        var merger = new Merger(MergeRules.of(FEW_RULES));
        forRandom(
                true,
                random -> {
                    var releases = random.releases();
                    var inOne = release(merger.compile(releases));
                    for (int first = 1; first < releases.size(); first++) {
                        var inTwo = new ArrayList<JsonValue>();
                        inTwo.add(release(merger.compile(releases.subList(0, first))));
                        inTwo.addAll(releases.subList(first, releases.size()));
                        assertThat(release(merger.compile(inTwo))).isEqualTo(inOne);
                    }
                });
    }

    private static JsonObject release(MergeResult result) {
        return ((MergeResult.Merged) result).release();
    }
}
