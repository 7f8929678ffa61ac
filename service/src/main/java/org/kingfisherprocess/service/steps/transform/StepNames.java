package org.kingfisherprocess.service.steps.transform;

import java.util.List;

/// The names of steps, as in `processing_step.name`.
public final class StepNames {
    /// Upgrades a file of the collection's source into the collection.
    public static final String UPGRADE = "UPGRADE";

    /// Upgrades a range of OCIDs of a large item of a file. Its progress is the item's number.
    public static final String UPGRADE_ITEM = "UPGRADE_ITEM";

    /// Compiles the records of a file of the collection's source, or of a range of OCIDs of it. Its
    /// progress is the id of the first of them: those before it have a step of their own, or had
    /// it.
    public static final String COMPILE_RECORDS = "COMPILE_RECORDS";

    /// Divides the releases of the collection's source into steps that compile them. Its progress
    /// is the release up to which they were divided before: only OCIDs with later ones are.
    public static final String PLAN = "PLAN";

    /// Compiles the releases of a range of OCIDs of the collection's source. Its progress is the
    /// release up to which the OCIDs were compiled before: only those with later ones are.
    public static final String COMPILE_RELEASES = "COMPILE_RELEASES";

    /// Completes the collection once nothing else is left to do.
    public static final String FINISH = "FINISH";

    /// All of them.
    public static final List<String> ALL =
            List.of(UPGRADE, UPGRADE_ITEM, COMPILE_RECORDS, PLAN, COMPILE_RELEASES, FINISH);

    private StepNames() {}
}
