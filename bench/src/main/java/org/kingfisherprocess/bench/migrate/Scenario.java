package org.kingfisherprocess.bench.migrate;

import java.util.List;

/// Something that is tried.
interface Scenario {
    String name();

    /// One line for the help.
    String story();

    /// One result for each way in which it was tried.
    List<Result> run(Plan plan, Databases databases);
}
