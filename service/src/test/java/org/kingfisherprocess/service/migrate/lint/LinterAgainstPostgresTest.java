package org.kingfisherprocess.service.migrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.Tx;
import org.kingfisherprocess.service.testing.TestDatabases;

/// Runs each form on a server and compares what it really locks and rewrites with what the linter
/// says.
@SuppressWarnings("NullAway.Init")
final class LinterAgainstPostgresTest {
    private static final String LOCKS =
            """
            select upper(regexp_replace(regexp_replace(mode, 'Lock$', ''), '(?<=[a-z])(?=[A-Z])', '_', 'g')) as mode
            from pg_locks where pid = pg_backend_pid() and relation = to_regclass(?)
            """;

    private static Database database;

    @BeforeAll
    static void tables() {
        database = Database.open(TestDatabases.empty());
        database.run(tx -> {
            tx.execute("create table u (id integer primary key)");
            tx.execute(
                    "create table t (id integer primary key, a integer, b text, c integer constraint c_to_u references u deferrable)");
            tx.execute("create unique index spare on t (a)");
            tx.execute("alter table t add constraint unproved check (a > 0) not valid");
            tx.execute(
                    "create function f() returns trigger language plpgsql as 'begin return new; end'");
            tx.execute("insert into u values (1)");
            tx.execute("insert into t values (1, 1, 'b', 1)");
        });
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index i on t (a)",
                "create trigger g before insert on t for each row execute function f()",
                "create table n (t_id integer references t (id))",
                "create table n (u_id integer references u (id), t_id integer references t (id))",
                "alter table u add column n integer references t",
                "alter table u add constraint n foreign key (id) references t (id) not valid",
                "alter table t add column n text",
                "alter table t add column n text not null default 'x'",
                "alter table t add column n timestamptz default now()",
                "alter table t add column n uuid default gen_random_uuid()",
                "alter table t add column n bigserial",
                "alter table t add column n integer generated always as (a + 1) stored",
                "alter table t add column n integer unique",
                "alter table t add column n integer references u",
                "alter table t drop column b",
                "alter table t rename column b to n",
                "alter table t alter column a type bigint",
                "alter table t alter column a set not null",
                "alter table t alter column a set default 1",
                "alter table t alter column b set statistics 10",
                "alter table t alter column b set storage external",
                "alter table t add constraint n check (a > 0)",
                "alter table t add constraint n check (a > 0) not valid",
                "alter table t add constraint n foreign key (a) references u (id)",
                "alter table t add constraint n foreign key (a) references u (id) not valid",
                "alter table t add constraint n unique (c)",
                "alter table t add constraint n unique using index spare",
                "alter table t drop constraint unproved",
                "alter table t rename constraint unproved to n",
                "alter table t alter constraint c_to_u not deferrable",
                "alter table t validate constraint unproved",
                "alter table t set (fillfactor = 90)",
                "alter table t set unlogged",
                "truncate t",
                "update t set a = 2",
                "delete from t",
                "insert into t (id) values (2)",
                "insert into t (id) select 3",
                "lock table t",
            })
    void saysOfEachFormWhatPostgresReallyDoes(String statement) {
        var strongest =
                Linter.findings(statement).stream()
                        .filter(finding -> finding.table().equals("t"))
                        .map(Finding::lock)
                        .reduce(LockMode.NONE, LinterAgainstPostgresTest::stronger);
        var rewrites =
                Linter.findings(statement).stream()
                        .anyMatch(finding -> finding.cost() == Cost.REWRITE);
        var seen = new ArrayList<Object>();

        try {
            database.run(tx -> {
                var file = file(tx);
                tx.execute(statement);
                seen.add(
                        held(tx).stream()
                                .reduce(LockMode.NONE, LinterAgainstPostgresTest::stronger));
                seen.add(!statement.startsWith("truncate") && !file(tx).equals(file));
                throw new Undo();
            });
        } catch (Undo _) {
            assertThat(seen).containsExactly(strongest, rewrites);
        }
    }

    private static LockMode stronger(LockMode one, LockMode other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static List<LockMode> held(Tx tx) throws SQLException {
        return tx.query(LOCKS, row -> LockMode.valueOf(row.text("mode")), "t").stream().toList();
    }

    private static String file(Tx tx) throws SQLException {
        return tx.queryOne(
                        "select coalesce(pg_relation_filenode(to_regclass('t')), 0)::text as file",
                        row -> row.text("file"))
                .orElseThrow();
    }

    private static final class Undo extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
