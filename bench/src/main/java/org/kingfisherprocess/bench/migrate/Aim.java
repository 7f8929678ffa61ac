package org.kingfisherprocess.bench.migrate;

/// What nobody shall feel of a migration, as a limit that is stated beforehand. One that is missed
/// is said so and fails nothing: a slow machine misses some without a defect of ours.
///
/// @param limit in the unit
record Aim(String name, double limit, String unit) {
    /// Of the same load before the migration began.
    static final Aim ACKNOWLEDGEMENT = new Aim("acknowledgement p99 over before", 3, "times");

    static final Aim EXCLUSIVE = new Aim("ACCESS EXCLUSIVE on a table", 100, "ms");
    static final Aim READER = new Aim("wait of a reader for a lock", 100, "ms");

    /// Shorter pauses are the load's own.
    static final Aim LOADING = new Aim("pause of loading", 1, "s");

    void judge(double measured, Result result) {
        result.figure(
                "aim: %s, at most %.0f %s".formatted(name, limit, unit),
                "%s: %.2f %s"
                        .formatted(
                                measured <= limit ? "aim reached" : "aim not reached",
                                measured,
                                unit));
    }
}
