package org.kingfisherprocess.service.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.migrate.Backfill;
import org.kingfisherprocess.service.migrate.ConcurrentIndex;
import org.kingfisherprocess.service.migrate.DropColumn;
import org.kingfisherprocess.service.migrate.DropTable;
import org.kingfisherprocess.service.migrate.Migration;
import org.kingfisherprocess.service.migrate.MigrationStep;
import org.kingfisherprocess.service.migrate.Migrator;
import org.kingfisherprocess.service.migrate.MigratorSettings;
import org.kingfisherprocess.service.migrate.Plan;
import org.kingfisherprocess.service.migrate.PlannedStep;
import org.kingfisherprocess.service.migrate.RunOptions;
import org.kingfisherprocess.service.migrate.Statement;
import org.kingfisherprocess.service.migrate.lint.LockMode;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.testing.TestDatabases;
import org.kingfisherprocess.service.upgrade.RehearsedStep.Held;

/// Steps on a throwaway database: what they really locked and rewrote.
@SuppressWarnings("NullAway.Init")
final class RehearsalTest {
    private static final Migration TABLES =
            Migration.script(
                    1,
                    "tables",
                    "create table toy (id integer primary key, name text, size integer);"
                            + " create table other (id integer primary key);"
                            + " insert into toy select n, 'x', null from generate_series(1, 100000) as n");

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(TestDatabases.empty());
        migrator(TABLES).run(_ -> {});
        database.<Boolean>session(session -> session.execute("analyze") >= 0);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void notesTheLocksOfShortStatementsAndOfLongOnes() {
        var steps =
                rehearse(
                        MigrationStep.expand(
                                "column",
                                Statement.of(
                                        "alter table toy add colour text; create index on other (id)")),
                        MigrationStep.expand(
                                "index", ConcurrentIndex.on("toy", "toy_name_idx", "(name)")),
                        MigrationStep.expand(
                                "fill",
                                new Backfill(
                                        "toy",
                                        "id",
                                        "update toy set size = id where id > :after and id <= :until")));

        assertThat(locks(steps.get(0)))
                .containsExactly("ACCESS EXCLUSIVE on toy", "SHARE on other");
        assertThat(steps.get(0).locks().getFirst().statement())
                .isEqualTo("alter table toy add colour text");
        assertThat(steps.get(0).longest()).isPositive();
        assertThat(locks(steps.get(1))).containsExactly("SHARE UPDATE EXCLUSIVE on toy");
        assertThat(locks(steps.get(2))).containsExactly("ROW EXCLUSIVE on toy");
        assertThat(steps)
                .allSatisfy(step -> {
                    assertThat(step.rewritten()).isEmpty();
                    assertThat(step.surprises()).isEmpty();
                });
    }

    @Test
    void foreseesTheLocksOnTablesThatOnlyTheCataloguesName() {
        database.run(tx -> {
            tx.execute("create index toy_size_idx on toy (size)");
            tx.execute(
                    "alter table toy add constraint toy_other foreign key (size) references other");
            tx.execute(
                    "create table third (id integer primary key, other_id integer references other)");
            tx.execute("create table fourth (other_id integer references other)");
        });

        var steps =
                rehearse(
                        MigrationStep.contract("index", Statement.of("drop index toy_size_idx")),
                        MigrationStep.contract(
                                "key", Statement.of("alter table toy drop constraint toy_other")),
                        MigrationStep.contract("column", new DropColumn("third", "other_id")),
                        MigrationStep.contract("table", new DropTable("fourth")));

        assertThat(locks(steps.get(0))).containsExactly("ACCESS EXCLUSIVE on toy");
        assertThat(locks(steps.get(1)))
                .containsExactly("ACCESS EXCLUSIVE on other", "ACCESS EXCLUSIVE on toy");
        assertThat(locks(steps.get(2)))
                .containsExactly("ACCESS EXCLUSIVE on other", "ACCESS EXCLUSIVE on third");
        assertThat(steps).allSatisfy(step -> assertThat(step.surprises()).isEmpty());
    }

    @Test
    void findsALockThatADeclarationLeavesOut() {
        var hidden =
                "do $$ begin execute 'alter table toy add colour text'; execute 'alter table other add colour text'; end $$";

        var steps =
                rehearse(
                        MigrationStep.expand("known", Statement.of(hidden).locking("toy", "other")),
                        MigrationStep.expand(
                                "half known",
                                Statement.of(hidden.replace("colour", "weight")).locking("toy")));

        assertThat(steps.get(0).surprises()).isEmpty();
        assertThat(steps.get(1).surprises())
                .containsExactly("ACCESS EXCLUSIVE on other, where the plan says NONE");
    }

    @Test
    void findsARewriteAndALockThatThePlanDoesNotName() {
        var steps =
                rehearse(
                        MigrationStep.expand(
                                "hidden",
                                Statement.of(
                                        "do $$ begin execute 'alter table toy alter column size type bigint'; end $$")));

        assertThat(steps.getFirst().rewritten()).containsExactly("toy");
        assertThat(steps.getFirst().locks())
                .extracting(Held::table, Held::mode)
                .contains(org.assertj.core.groups.Tuple.tuple("toy", LockMode.ACCESS_EXCLUSIVE));
        assertThat(String.join("; ", steps.getFirst().surprises()))
                .contains("toy was rewritten, where the plan says nothing of it");
    }

    @Test
    void estimatesTheRealTimeByTheRealRows() {
        var step =
                MigrationStep.expand(
                        "fill",
                        new Backfill(
                                "toy",
                                "id",
                                "update toy set size = id where id > :after and id <= :until"));
        var plan = migrator(TABLES, Migration.of(2, "toy", step)).plan(RunOptions.everything());
        var real =
                new Plan(
                        plan.from(),
                        plan.to(),
                        plan.adopting(),
                        plan.steps().stream().map(here -> with(here, here.rows() * 100)).toList());

        var steps =
                new Rehearsal(database, migrator(TABLES, Migration.of(2, "toy", step)))
                        .run(real, RunOptions.everything());

        assertThat(steps.getFirst().estimate().orElseThrow())
                .isCloseTo(steps.getFirst().took().multipliedBy(100), Duration.ofSeconds(1));
    }

    private List<RehearsedStep> rehearse(MigrationStep... steps) {
        var migrator = migrator(TABLES, Migration.of(2, "toy", steps));
        return new Rehearsal(database, migrator)
                .run(migrator.plan(RunOptions.everything()), RunOptions.everything());
    }

    private Migrator migrator(Migration... migrations) {
        return new Migrator(database, List.of(migrations), MigratorSettings.by("test"));
    }

    private static List<String> locks(RehearsedStep step) {
        return step.locks().stream()
                .map(held -> "%s on %s".formatted(held.mode().words(), held.table()))
                .toList();
    }

    private static PlannedStep with(PlannedStep step, long rows) {
        return new PlannedStep(
                step.address(),
                step.phase(),
                step.kind(),
                step.text(),
                step.quiet(),
                step.findings(),
                step.tables(),
                rows,
                step.progress());
    }
}
