package org.kingfisherprocess.service.migrate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.service.migrate.lint.Finding;

/// A step that is still to do, or half done (`progress` tells how far).
///
/// `rows` estimates how many rows its tables have; zero where it only touches catalogues. `quiet`
/// is there if workers stand still for it.
public record PlannedStep(
        StepAddress address,
        Phase phase,
        String kind,
        String text,
        Optional<Duration> quiet,
        List<Finding> findings,
        List<String> tables,
        long rows,
        Optional<StepProgress> progress) {}
