package org.kingfisherprocess.bench.scenario;

/// One thing that breaks.
public interface Scenario {
    String name();

    /// One line for people: what is done.
    String story();

    Verdict run(Plan plan);
}
