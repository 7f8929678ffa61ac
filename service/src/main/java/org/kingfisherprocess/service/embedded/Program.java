package org.kingfisherprocess.service.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program to its end and keeps what it wrote.
final class Program {
    record Result(int exit, String output) {
        boolean succeeded() {
            return exit == 0;
        }
    }

    private Program() {}

    static Result run(Path folder, Duration limit, List<String> command) {
        return run(folder, limit, command, "");
    }

    /// The output goes through a file, so that a daemon that keeps it open does not keep us
    /// waiting.
    static Result run(Path folder, Duration limit, List<String> command, String input) {
        try {
            var output = java.nio.file.Files.createTempFile("kingfisher-process-", ".out");
            try {
                return run(folder, limit, command, input, output);
            } finally {
                java.nio.file.Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "cannot run %s: %s".formatted(command.getFirst(), e.getMessage()), e);
        }
    }

    private static Result run(
            Path folder, Duration limit, List<String> command, String input, Path output)
            throws IOException {
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        builder.redirectErrorStream(true).redirectOutput(output.toFile());
        var process = builder.start();
        try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
            stdin.write(input);
        } catch (IOException e) {
            process.onExit().join();
        }
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new EmbeddedPostgresException(
                        "%s did not end within %s; it wrote: %s"
                                .formatted(command, limit, read(output)));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new EmbeddedPostgresException("interrupted while waiting for " + command, e);
        }
        return new Result(process.exitValue(), read(output));
    }

    private static String read(Path output) throws IOException {
        return new String(java.nio.file.Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
    }
}
