package org.kingfisherprocess.service.migrate;

/// Which step of which migration: the `number`th `of` all steps of that migration.
public record StepAddress(int version, String migration, String step, int number, int of) {
    @Override
    public String toString() {
        return of == 1
                ? "%d %s".formatted(version, migration)
                : "%d %s, step %d of %d, %s".formatted(version, migration, number, of, step);
    }
}
