package org.kingfisherprocess.service.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.kingfisherprocess.service.migrate.Migration;
import org.kingfisherprocess.service.migrate.MigrationStep;
import org.kingfisherprocess.service.migrate.Phase;

final class FurtherMigrationsTest {
    @Test
    void readsMigrationsWithTheirSteps() {
        var migrations =
                FurtherMigrations.parse(
                        """
                        -- migration try-one
                        -- step add expand
                        alter table collection add column tried integer;
                        -- step drop contract
                        alter table collection drop column tried;
                        -- migration try-two
                        -- step change breaking quiet
                        select 1;
                        select 2;
                        """,
                        8);

        assertThat(migrations).extracting(Migration::version).containsExactly(9, 10);
        assertThat(migrations).extracting(Migration::name).containsExactly("try-one", "try-two");
        assertThat(migrations.getFirst().steps())
                .extracting(MigrationStep::phase)
                .containsExactly(Phase.EXPAND, Phase.CONTRACT);
        assertThat(migrations.getLast().steps())
                .singleElement()
                .satisfies(step -> {
                    assertThat(step.quiet()).isPresent();
                    assertThat(step.change().text()).endsWith("select 1;\nselect 2;\n");
                });
    }

    @Test
    void findsNoneInOurOwnBuild() {
        assertThat(FurtherMigrations.after(8)).isEmpty();
    }
}
