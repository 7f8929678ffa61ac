package org.kingfisherprocess.bench.scenario;

import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.bench.proof.Proof;

/// What a scenario found.
///
/// @param proof empty where it could not run
/// @param audit what the service's own audit said
/// @param remarks figures worth knowing
/// @param problems what was not as it must be, apart from the proof's numbers
public record Verdict(
        String scenario,
        Optional<Proof> proof,
        String audit,
        double longestMillis,
        List<String> remarks,
        List<String> problems) {
    public Verdict {
        remarks = List.copyOf(remarks);
        problems = List.copyOf(problems);
    }

    public static Verdict broken(String scenario, String problem) {
        return new Verdict(scenario, Optional.empty(), "not asked", 0, List.of(), List.of(problem));
    }

    /// This machine does not let it run; that is no failure, and is said.
    public static Verdict skipped(String scenario, String reason) {
        return new Verdict(
                scenario,
                Optional.empty(),
                "not asked",
                0,
                List.of("skipped: " + reason),
                List.of());
    }

    public boolean clean() {
        return problems.isEmpty() && proof.map(Proof::clean).orElse(true);
    }
}
