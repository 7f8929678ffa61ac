package org.kingfisherprocess.service.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs programs: those of a release, git, and the build. Output and errors are read as they come,
/// so that no program ever waits for us.
public final class Programs {
    private static final Logger LOG = LoggerFactory.getLogger(Programs.class);

    private final Map<String, String> environment;

    /// Runs them in our own environment, and more.
    ///
    /// @param environment added to ours
    public Programs(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// How a program ended. Error lines are those that it wrote to standard error, in order.
    public record Ended(int code, List<String> output, List<String> errors) {
        public Ended {
            output = List.copyOf(output);
            errors = List.copyOf(errors);
        }

        public String text() {
            return String.join("\n", output);
        }

        /// The last lines that it wrote, errors if there are any: why it failed.
        public String lastLines(int most) {
            var lines = errors.isEmpty() ? output : errors;
            return String.join(
                    System.lineSeparator(),
                    lines.subList(Math.max(0, lines.size() - most), lines.size()));
        }
    }

    /// Runs it to its end. One that takes longer than the limit is ended, and fails.
    ///
    /// @param heard each line, of output and errors, as it comes; called by two threads
    public Ended run(Path folder, Duration limit, Consumer<String> heard, List<String> command) {
        var output = new ArrayList<String>();
        var errors = new ArrayList<String>();
        try {
            var process = start(folder, command);
            process.getOutputStream().close();
            var out = reading(process.getInputStream(), output, heard);
            var err = reading(process.getErrorStream(), errors, heard);
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
            int code = process.waitFor();
            out.join();
            err.join();
            if (!ended) {
                throw new ReleaseException(
                        "%s was ended after %s without a result"
                                .formatted(String.join(" ", command), limit));
            }
            return new Ended(code, output, errors);
        } catch (IOException e) {
            throw new ReleaseException(
                    "cannot run %s: %s".formatted(command.getFirst(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReleaseException("interrupted while running " + command.getFirst(), e);
        }
    }

    private Process start(Path folder, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Thread reading(InputStream stream, List<String> lines, Consumer<String> heard) {
        var ear = new Ear(heard);
        return Thread.ofVirtual()
                .start(() -> {
                    try (var reader =
                            new BufferedReader(
                                    new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                        for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                            lines.add(line);
                            ear.tell(line);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    /// Whoever listens. Whatever becomes of it, the program's output must be read to its end, or
    /// the program would wait for us.
    private static final class Ear {
        private final Consumer<String> heard;
        private boolean isDeaf;

        Ear(Consumer<String> heard) {
            this.heard = heard;
        }

        void tell(String line) {
            try {
                heard.accept(line);
            } catch (RuntimeException e) {
                if (!isDeaf) {
                    LOG.warn("nobody heard the line, and maybe none after it: {}", line, e);
                }
                isDeaf = true;
            }
        }
    }
}
