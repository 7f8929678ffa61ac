package org.kingfisherprocess.service;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import org.kingfisherprocess.service.cli.RefusedException;
import org.kingfisherprocess.service.cli.Terminal;
import org.kingfisherprocess.supervisor.child.Supervised;
import org.kingfisherprocess.supervisor.posix.Signals;
import org.kingfisherprocess.supervisor.wire.Message;

/// What the children of a supervisor have in common.
final class Processes {
    private Processes() {}

    /// Introduces this process to its supervisor, and leaves it the signals that a terminal sends
    /// to the whole family. SIGTERM alone ends this process in good order, and the supervisor
    /// starts another.
    static Supervised join(String role, Function<Boolean, Message> drain) {
        var supervised =
                Supervised.connect(System.getenv(), Release.version(), drain)
                        .orElseThrow(() ->
                                new RefusedException(
                                        "%s is started by the supervisor: run kingfisher-process serve"
                                                .formatted(role)));
        Signals.ignore("INT");
        Signals.ignore("HUP");
        Signals.handle("TERM", () -> supervised.leave(true));
        return supervised;
    }

    /// A terminal whose results the supervisor prints, for the person who started it.
    static Terminal terminal(Supervised supervised, Terminal own) {
        return new Terminal(
                new PrintWriter(new Lines(supervised::print), true), own.err(), own.quiet(), false);
    }

    /// Writes the log through a descriptor of its own: closing the inherited socket takes the
    /// standard ones away.
    static void keepLog() {
        try {
            System.setErr(
                    new PrintStream(
                            new FileOutputStream("/proc/self/fd/2", true),
                            true,
                            StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open the log again", e);
        }
    }

    /// Hands each finished line on.
    private static final class Lines extends Writer {
        private final Consumer<String> sink;
        private final StringBuilder line = new StringBuilder();

        Lines(Consumer<String> sink) {
            this.sink = sink;
        }

        @Override
        public void write(char[] letters, int offset, int length) {
            line.append(letters, offset, length);
            for (var end = line.indexOf("\n"); end >= 0; end = line.indexOf("\n")) {
                sink.accept(line.substring(0, end));
                line.delete(0, end + 1);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
