package org.kingfisherprocess.service.migrate;

/// Does a [Reshape].
final class ReshapeRun {
    private final Reshape change;
    private final StepContext context;

    ReshapeRun(Reshape change, StepContext context) {
        this.change = change;
        this.context = context;
    }

    void run() {
        throw new MigrationException("%s: %s cannot be run yet".formatted(context.address(), change));
    }

    void undo() {
        throw new MigrationException("%s: %s cannot be run yet".formatted(context.address(), change));
    }
}
