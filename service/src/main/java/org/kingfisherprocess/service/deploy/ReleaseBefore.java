package org.kingfisherprocess.service.deploy;

import java.util.Optional;
import org.kingfisherprocess.service.release.Description.SchemaRange;
import org.kingfisherprocess.service.release.JsonFields;

/// The release that ran before a deployment, as the plan that was agreed to describes it: whether
/// there is a way back must not depend on whether that release can be asked once more.
///
/// @param range the versions of the tables that it works with; empty where it could not say so
/// @param tables as it ran with them
record ReleaseBefore(Optional<SchemaRange> range, TablesState tables) {

    /// @param plan as JSON
    static ReleaseBefore read(String plan) {
        var fields = JsonFields.parse(plan, "the plan of a deployment");
        return new ReleaseBefore(
                fields.fields("from")
                        .flatMap(from -> from.fields("schema"))
                        .map(schema ->
                                new SchemaRange(
                                        number(schema, "oldest"), number(schema, "newest"))),
                fields.fields("tables")
                        .map(tables ->
                                new TablesState(number(tables, "has"), number(tables, "needs")))
                        .orElse(new TablesState(0, 0)));
    }

    /// Whether it can work with the tables as they are now. One that cannot describe itself can
    /// where nothing was taken away since.
    boolean fits(TablesState now) {
        return range.map(now::fits).orElse(now.needs() <= tables.needs());
    }

    private static int number(JsonFields fields, String name) {
        return fields.number(name).orElse(0L).intValue();
    }
}
