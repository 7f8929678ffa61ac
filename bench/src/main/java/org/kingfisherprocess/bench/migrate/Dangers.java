package org.kingfisherprocess.bench.migrate;

import java.util.List;

final class Dangers implements Scenario {
    @Override
    public String name() {
        return "dangers";
    }

    @Override
    public String story() {
        return "an index, a column altered, many rows updated: plainly, and by the engine, under the same load";
    }

    @Override
    public List<Result> run(Plan plan, Databases databases) {
        return List.of(Result.skipped(name(), "x"));
    }
}
