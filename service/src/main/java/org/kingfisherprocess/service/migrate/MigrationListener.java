package org.kingfisherprocess.service.migrate;

/// Hears what a run does, on the thread that runs it.
@FunctionalInterface
public interface MigrationListener {
    void happened(MigrationEvent event);
}
