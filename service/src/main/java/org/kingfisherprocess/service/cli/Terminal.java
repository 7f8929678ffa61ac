package org.kingfisherprocess.service.cli;

import java.io.PrintWriter;
import java.util.Optional;

/// Where a command writes: results to standard output, all else to standard error.
///
/// @param interactive whether a person is there to see progress and to answer
public record Terminal(PrintWriter out, PrintWriter err, boolean quiet, boolean interactive) {

    /// A line of the result.
    public void print(String line) {
        out.println(line);
        out.flush();
    }

    /// A line about what is going on.
    public void tell(String line) {
        if (!quiet) {
            err.println(line);
            err.flush();
        }
    }

    /// Overwrites the current line on a terminal; elsewhere says nothing.
    public void progress(String line) {
        if (interactive && !quiet) {
            err.print("\r\u001b[K" + line);
            err.flush();
        }
    }

    /// Ends a line of progress.
    public void endProgress() {
        if (interactive && !quiet) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    /// Asks a person; empty where nobody is there.
    public Optional<String> ask(String question) {
        return interactive
                ? Optional.ofNullable(System.console())
                        .map(console -> console.readLine("%s ", question))
                : Optional.empty();
    }
}
