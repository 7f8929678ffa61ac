package org.kingfisherprocess.service.schedule;

/// Something to be done again and again. It may be interrupted, or die with its process, at any
/// time, and is done again: so what it does must bear that.
///
/// @param name as commands spell it
/// @param description a sentence for people
public record Job(String name, String description, Timetable timetable, Scope scope, Work work) {

    /// The same, done otherwise.
    public Job with(Work other) {
        return new Job(name, description, timetable, scope, other);
    }

    /// Where a job is to run.
    public enum Scope {
        /// Once for all machines, on any of them.
        ONCE,
        /// On each machine: what it works on lies there.
        EACH_MACHINE
    }

    /// What is done.
    @FunctionalInterface
    public interface Work {
        /// Returns what came of it, a sentence for people.
        String run() throws InterruptedException;
    }
}
