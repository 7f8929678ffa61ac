package org.kingfisherprocess.bench.faults;

/// One thing that breaks.
interface Scenario {
    String name();

    /// One line for people: what is done.
    String story();

    Verdict run(Plan plan);
}
