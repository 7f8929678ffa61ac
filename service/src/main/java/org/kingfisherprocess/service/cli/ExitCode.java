package org.kingfisherprocess.service.cli;

/// How commands end; documented in `--help` and in docs/commands.md.
final class ExitCode {
    static final int OK = 0;

    /// The command did its work, and what it found is bad: for example, `audit` found something
    /// missing.
    static final int FOUND_PROBLEMS = 1;

    /// The arguments are wrong.
    static final int USAGE = 2;

    /// The configuration is wrong.
    static final int CONFIGURATION = 3;

    /// PostgreSQL cannot be reached or refused.
    static final int DATABASE = 4;

    /// What the command was to work on is not there, or is in a state that forbids it.
    static final int REFUSED = 5;

    /// A defect of this program.
    static final int DEFECT = 70;

    private ExitCode() {}
}
