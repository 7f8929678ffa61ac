package org.kingfisherprocess.service.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/// The option by which a person agrees beforehand to what cannot be undone.
final class Confirmed {
    @Option(
            names = {"-f", "-y", "--yes", "--force"},
            description = "Do not ask.")
    private boolean yes;

    /// Asks, unless the option was given or there is nobody to ask: for what scripts of version 1
    /// do without being asked.
    ///
    /// @param done what was not done, for the message
    void requireOfPeople(Terminal terminal, String question, String done) {
        if (terminal.interactive()) {
            require(terminal, question, done);
        }
    }

    /// Asks, unless the option was given.
    ///
    /// @param done what was not done, for the message
    void require(Terminal terminal, String question, String done) {
        if (!yes && !Optional.of("yes").equals(terminal.ask(question + " Type yes:"))) {
            throw new RefusedException("nothing was %s: confirm with --yes".formatted(done));
        }
    }
}
