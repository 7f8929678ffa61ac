package org.kingfisherprocess.service.deletion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.deletion.RetentionRules.Reprieve;
import org.kingfisherprocess.service.deletion.RetentionRules.Rule;
import org.kingfisherprocess.service.deletion.RetentionRules.Verdict;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.store.Collections;
import org.kingfisherprocess.service.testing.TestDatabases;

/// Days are counted back from now: -400 is 400 days ago.
final class RetentionTest {
    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");
    private static final RetentionRules RULES =
            new RetentionRules(
                    Duration.ofDays(365), Duration.ofDays(61), Duration.ofDays(61), false);
    private static final RetentionRules KEEPING =
            new RetentionRules(
                    Duration.ofDays(365), Duration.ofDays(61), Duration.ofDays(61), true);

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.migrated().withPoolSize(2));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void deletesWhatEndedOverAYearAgo() {
        full(original("a", -400, -366));
        full(original("a", -401, -364));

        assertThat(going(RULES)).containsExactly("1 OLD");
    }

    @Test
    void deletesWhatNeverEnded() {
        full(original("a", -62));
        full(original("a", -60));

        assertThat(going(RULES)).containsExactly("1 NEVER_ENDED");
    }

    @Test
    void countsFromWhenACollectionWasReopened() {
        full(original("a", -400, -364));
        execute(
                "update collection set store_end_at = null, reopened_at = timestamptz '%s'"
                        .formatted(days(-3)));

        assertThat(going(RULES)).isEmpty();
    }

    @Test
    void leavesWhatWasReopenedBetweenTheJudgementAndTheMark() {
        full(original("a", -400, -366));
        var retention = retention(RULES);
        var judged = retention.judge();
        database.run(tx -> new Collections().reopen(tx, List.of(1L)));

        assertThat(retention.mark(judged)).isEmpty();
        assertThat(texts("select id as x from collection where deleted_at is not null")).isEmpty();
    }

    @Test
    void deletesWhatEndedAndHoldsNothing() {
        original("a", -70, -62);
        original("a", -69, -60);
        full(original("a", -71, -63));

        assertThat(going(RULES)).containsExactly("1 EMPTY");
    }

    @Test
    void keepsTheLatestOldOriginalOfEachSourceWithWhatIsMadeFromIt() {
        full(original("a", -500, -490));
        full(original("a", -450, -440));
        full(derived(2, -450, -430));
        full(original("b", -600, -590));
        full(original("a", -10, -9));

        assertThat(going(KEEPING)).containsExactly("1 OLD");
        assertThat(judge(KEEPING))
                .filteredOn(verdict -> !verdict.goes())
                .extracting(verdict -> verdict.collection().id(), verdict -> verdict.reprieve())
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                4L, java.util.Optional.of(Reprieve.LAST_OF_SOURCE)),
                        org.assertj.core.groups.Tuple.tuple(
                                3L, java.util.Optional.of(Reprieve.LAST_OF_SOURCE)),
                        org.assertj.core.groups.Tuple.tuple(
                                2L, java.util.Optional.of(Reprieve.LAST_OF_SOURCE)));
    }

    @Test
    void keepsAWholeCrawlRatherThanALaterSampleAndNoEmptyOne() {
        full(original("a", -500, -490));
        full(original("a", -450, -440));
        execute("update collection set sample = true where id = 2");
        original("a", -400, -390);

        assertThat(going(KEEPING)).containsExactly("3 EMPTY", "2 OLD");
    }

    @Test
    void keepsWhatSomethingYoungerIsMadeFrom() {
        full(original("a", -500, -490));
        full(derived(1, -100, -90));

        assertThat(judge(RULES))
                .extracting(Verdict::rule, Verdict::reprieve)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                Rule.OLD, java.util.Optional.of(Reprieve.IN_USE)));
    }

    @Test
    void looksAtCancelledOnesButNotAtThoseThatAreDeletedAnyway() {
        full(original("a", -500, -490));
        full(original("b", -500, -490));
        execute("update collection set deleted_at = now()");
        execute("update collection set cancelled_at = now() where id = 2");

        assertThat(going(RULES)).containsExactly("2 OLD");
    }

    @Test
    void marksWithTheReasonAndDerivedOnesFirst() {
        full(original("a", -500, -490));
        full(derived(1, -500, -480));
        var retention = retention(RULES);

        var marked = retention.mark(retention.judge());

        assertThat(marked).extracting(verdict -> verdict.collection().id()).containsExactly(2L, 1L);
        assertThat(texts("select note as x from collection_note where collection_id = 1"))
                .containsExactly("marked as deleted: it ended more than 365 days ago");
        assertThat(retention.judge()).isEmpty();
    }

    private List<String> going(RetentionRules rules) {
        return judge(rules).stream()
                .filter(Verdict::goes)
                .map(verdict -> verdict.collection().id() + " " + verdict.rule())
                .toList();
    }

    private List<Verdict> judge(RetentionRules rules) {
        return retention(rules).judge();
    }

    private Retention retention(RetentionRules rules) {
        return new Retention(database, rules, InstantSource.fixed(NOW));
    }

    private long original(String source, int started, int... ended) {
        return collection(source, "", null, started, ended);
    }

    private long derived(long from, int started, int... ended) {
        return collection("a", "compile-releases", from, started, ended);
    }

    private long collection(
            String source,
            String transform,
            @org.jspecify.annotations.Nullable Long from,
            int started,
            int... ended) {
        return database.transaction(tx ->
                        tx.queryOne(
                                """
                                insert into collection (source_id, data_version, sample, transform_type,
                                    transform_from_collection_id, store_start_at, store_end_at)
                                values (?, ?, false, ?, ?, ?, ?) returning id
                                """,
                                row -> row.longValue("id"),
                                source,
                                days(started),
                                transform,
                                from,
                                days(started),
                                ended.length == 0 ? null : days(ended[0])))
                .orElseThrow();
    }

    private static Instant days(int fromNow) {
        return NOW.plus(Duration.ofDays(fromNow)).plusMillis(1);
    }

    private void full(long id) {
        execute("insert into data (hash_md5, data) values ('h', '{}') on conflict do nothing");
        execute(
                "insert into package_data (hash_md5, data) values ('h', '{}') on conflict do nothing");
        execute(
                """
                insert into release (collection_id, collection_file_id, collection_file_item_id, ocid, release_id, data_id,
                    package_data_id)
                select %d, 1, 1, 'o', 'r', (select id from data), (select id from package_data)
                """
                        .formatted(id));
    }

    private void execute(String sql) {
        database.run(tx -> tx.execute(sql));
    }

    private List<String> texts(String sql) {
        return database.transaction(tx -> tx.query(sql, row -> row.text("x")));
    }
}
