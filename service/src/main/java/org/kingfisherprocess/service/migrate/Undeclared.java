package org.kingfisherprocess.service.migrate;

import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.migrate.lint.Danger;
import org.kingfisherprocess.service.migrate.lint.Finding;

/// What in a list of steps would hurt a system that runs, and is not declared with a reason. The
/// build asks it of all our migrations.
public final class Undeclared {
    private Undeclared() {}

    public static List<String> in(Migration migration) {
        return in(
                "migration %d (%s)".formatted(migration.version(), migration.name()),
                migration.steps());
    }

    public static List<String> in(Adoption adoption) {
        return in("adoption of " + adoption.origin(), adoption.steps());
    }

    private static List<String> in(String where, List<MigrationStep> steps) {
        var problems = new ArrayList<String>();
        for (var step : steps) {
            for (var finding : step.change().findings()) {
                finding.danger()
                        .filter(danger -> !isAllowed(danger, step))
                        .ifPresent(_ -> problems.add(text(where, step, finding)));
            }
        }
        return problems;
    }

    private static boolean isAllowed(Danger danger, MigrationStep step) {
        if (danger == Danger.BREAKS_OLD_CODE && step.phase() != Phase.EXPAND) {
            return true;
        }
        return step.change() instanceof Statement statement
                && (statement.onEmptyTables() || statement.declared().containsKey(danger));
    }

    private static String text(String where, MigrationStep step, Finding finding) {
        return "%s, step %s: %s".formatted(where, step.name(), finding.text());
    }
}
