package org.kingfisherprocess.bench.conformance;

import java.util.List;

/// What came of one case.
record Verdict(String suite, String caseName, List<String> differences) {

    Verdict {
        differences = List.copyOf(differences);
    }

    boolean agrees() {
        return differences.isEmpty();
    }
}
