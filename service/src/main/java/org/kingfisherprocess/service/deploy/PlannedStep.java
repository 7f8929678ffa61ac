package org.kingfisherprocess.service.deploy;

/// A step to come, and why it comes here.
public record PlannedStep(StepKind kind, String why) {}
