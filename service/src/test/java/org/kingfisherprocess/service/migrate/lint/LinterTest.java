package org.kingfisherprocess.service.migrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LinterTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    create index i on t (a)                                        | SCAN            | ConcurrentIndex.on("t", "i"
                    create unique index i on t (a)                                 | SCAN            | ConcurrentIndex.uniqueOn("t", "i"
                    alter table t alter column a type bigint                       | REWRITE         | retype("a"
                    alter table only public.t alter a set data type bigint         | REWRITE         | TableReshape.of("t", "id")
                    alter table t alter a set not null                             | SCAN            | new NotNull("t", "a")
                    alter table t add constraint c check (a > 0)                   | SCAN            | new AddConstraint("t", "c"
                    alter table t add constraint c foreign key (a) references u    | SCAN            | new AddConstraint("t", "c"
                    alter table t add constraint c unique (a)                      | SCAN            | new UniqueConstraint("t", "c"
                    alter table t add primary key (a)                              | SCAN            | new UniqueConstraint("t"
                    alter table t add column a int references u                    | SCAN            | new AddConstraint("t"
                    alter table t add column a int unique                          | SCAN            | new UniqueConstraint("t"
                    alter table t add column a int not null                        | NEEDS_EMPTY_TABLE | NotNull("t", "a")
                    alter table t add column a uuid default gen_random_uuid()      | REWRITE         | Backfill of t
                    alter table t add column a bigserial                           | REWRITE         | Backfill of t
                    alter table t add a int generated always as (b * 2) stored     | REWRITE         | Backfill of t
                    alter table t drop column if exists a                          | BREAKS_OLD_CODE | new DropColumn("t", "a")
                    alter table t rename column a to b                             | BREAKS_OLD_CODE | CONTRACT
                    alter table t rename to u                                      | BREAKS_OLD_CODE | CONTRACT
                    alter table t set unlogged                                     | REWRITE         | new table
                    drop table if exists t                                         | BREAKS_OLD_CODE | new DropTable("t")
                    truncate t                                                     | BREAKS_OLD_CODE | Backfill
                    update t set a = 1                                             | MANY_ROWS       | Backfill.update("t"
                    delete from t                                                  | MANY_ROWS       | Backfill.update("t"
                    insert into t (a) select a from u                              | MANY_ROWS       | Backfill.update("t"
                    create table u as select * from t                              | MANY_ROWS       | Backfill
                    create table u as (select * from t)                            | MANY_ROWS       | Backfill
                    create table u (a) as table t                                  | MANY_ROWS       | Backfill
                    create unlogged table u as values (1)                          | MANY_ROWS       | Backfill
                    create table u partition of t for values in (1)                | OPAQUE          | declaring
                    insert into t table u                                          | MANY_ROWS       | Backfill.update("t"
                    insert into t (a) (select 1)                                   | MANY_ROWS       | Backfill.update("t"
                    with u as (delete from t returning a) insert into v select a from u | MANY_ROWS  | Backfill.update("t"
                    with u as (select f(a) from t) update t set a = 1              | OPAQUE          | declaring
                    with u (a) as (select 1) insert into t (a) select a from u     | MANY_ROWS       | Backfill.update("t"
                    select f()                                                     | OPAQUE          | declaring
                    select a, public.f(b) from t                                   | OPAQUE          | declaring
                    select * into u from t                                         | OPAQUE          | declaring
                    lock table t                                                   | LONG_LOCK       | leave it out
                    vacuum full t                                                  | REWRITE         | autovacuum
                    cluster t                                                      | REWRITE         | autovacuum
                    reindex table t                                                | SCAN            | concurrently
                    refresh materialized view v                                    | SCAN            | concurrently
                    do $$ begin update t set a = 1; end $$                         | OPAQUE          | declaring
                    call p()                                                       | OPAQUE          | declaring
                    """)
    void saysWhatIsDangerousAndHowToWriteItSafely(String sql, Danger danger, String safer) {
        var finding = Linter.findings(sql).getFirst();

        assertThat(finding.danger()).contains(danger);
        assertThat(finding.safer()).contains(safer);
        assertThat(finding.text()).contains(danger.name());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    create index concurrently i on t (a)                           | t | SHARE_UPDATE_EXCLUSIVE | SCAN
                    alter table t add column a text                                | t | ACCESS_EXCLUSIVE       | CATALOGUE
                    alter table t add column a text not null default ''            | t | ACCESS_EXCLUSIVE       | CATALOGUE
                    alter table t add column a timestamptz default now()           | t | ACCESS_EXCLUSIVE       | CATALOGUE
                    alter table t add constraint c check (a > 0) not valid         | t | ACCESS_EXCLUSIVE       | CATALOGUE
                    alter table t validate constraint c                            | t | SHARE_UPDATE_EXCLUSIVE | SCAN
                    alter table t add constraint c unique using index i            | t | ACCESS_EXCLUSIVE       | CATALOGUE
                    alter table t alter column a set default 1                     | t | ACCESS_EXCLUSIVE       | CATALOGUE
                    alter table t alter column a set compression lz4               | t | ACCESS_EXCLUSIVE       | CATALOGUE
                    alter table t set (fillfactor = 90)                            | t | SHARE_UPDATE_EXCLUSIVE | CATALOGUE
                    insert into t (a) values (1), (2)                              | t | ROW_EXCLUSIVE          | ROWS
                    """)
    void letsPassWhatNobodyNotices(String sql, String table, LockMode lock, Cost cost) {
        assertThat(Linter.findings(sql))
                .containsExactly(
                        new Finding(
                                Linter.findings(sql).getFirst().statement(),
                                table,
                                lock,
                                cost,
                                Optional.empty(),
                                ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    alter table t add constraint c foreign key (a) references u not valid | SHARE ROW EXCLUSIVE on t, SHARE ROW EXCLUSIVE on u
                    alter table t add column a int references u             | ACCESS EXCLUSIVE on t, SHARE ROW EXCLUSIVE on u
                    create table n (a int references t, b int references u, c int references t) | ACCESS EXCLUSIVE on n, SHARE ROW EXCLUSIVE on t, SHARE ROW EXCLUSIVE on u
                    drop table if exists t, u                                | ACCESS EXCLUSIVE on t, ACCESS EXCLUSIVE on u
                    vacuum (full, analyze) t                                 | ACCESS EXCLUSIVE on t
                    vacuum full verbose t                                    | ACCESS EXCLUSIVE on t
                    cluster t using i                                        | ACCESS EXCLUSIVE on t
                    reindex table t                                          | ACCESS EXCLUSIVE on t
                    reindex index i                                          | ACCESS EXCLUSIVE on a table that is not known
                    drop index i                                             | ACCESS EXCLUSIVE on a table that is not known
                    do $$ begin perform f(); end $$                          | not known: may lock any table
                    grant select on t to r                                   | locks no table
                    select setval('s', (select max(id) from t))              | locks no table
                    """)
    void namesEveryTableThatIsLockedAsFarAsTheTextTells(String sql, String locks) {
        assertThat(
                        Linter.findings(sql).stream()
                                .map(Finding::locks)
                                .collect(Collectors.joining(", ")))
                .isEqualTo(locks);
    }

    @Test
    void looksAtEachActionOfOneAlterTable() {
        assertThat(Linter.findings("alter table t add column a text, alter column b type bigint"))
                .extracting(Finding::danger)
                .containsExactly(Optional.empty(), Optional.of(Danger.REWRITE));
    }

    @Test
    void findsNothingWrongWithTablesThatTheScriptItselfMakes() {
        assertThat(
                        Linter.findings(
                                """
                                create table t (a int references u (id)); -- a comment; with a semicolon
                                create index i on t (a);
                                /* another; */ insert into t select ';' || '''' from u;
                                alter table t alter a set not null;
                                """))
                .hasSize(5)
                .allSatisfy(finding -> assertThat(finding.danger()).isEmpty());
    }

    @Test
    void readsQuotesOfAllKinds() {
        assertThat(Tokens.statements("select 'a;b', E'\\';', $x$;$$;$x$, \"a;\"\"b\"; select 2"))
                .hasSize(2);
        assertThat(Linter.findings("alter table \"Odd Name\" add column a text").getFirst().table())
                .isEqualTo("Odd Name");
        assertThat(List.of(Linter.findings(" ; -- nothing\n;"))).containsExactly(List.of());
    }
}
