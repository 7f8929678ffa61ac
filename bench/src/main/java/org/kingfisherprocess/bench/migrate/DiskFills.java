package org.kingfisherprocess.bench.migrate;

import java.util.List;

final class DiskFills implements Scenario {
    @Override
    public String name() {
        return "disk-fills";
    }

    @Override
    public String story() {
        return "PostgreSQL's disk is full in the middle, and has room again later (needs root)";
    }

    @Override
    public List<Result> run(Plan plan, Databases databases) {
        return List.of(Result.skipped(name(), "x"));
    }
}
