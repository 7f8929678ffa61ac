package org.kingfisherprocess.service.migrate;

import java.time.Instant;

/// How far a step has come: rows done so far, and the place in words ("release up to 120000",
/// "indexes").
public record StepProgress(Instant startedAt, String who, long rows, String place) {}
