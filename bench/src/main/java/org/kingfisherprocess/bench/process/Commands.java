package org.kingfisherprocess.bench.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Runs a program and waits for it.
public final class Commands {
    private Commands() {}

    /// How it ended.
    ///
    /// @param output standard output and error together
    public record Result(int exit, String output) {}

    public static Result run(Path folder, Map<String, String> environment, List<String> command) {
        var builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            process.getOutputStream().close();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            return new Result(127, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command + " ran", e);
        }
    }

    /// Sends a signal to processes that were started here.
    public static void signal(String name, List<ProcessHandle> processes) {
        for (var process : processes) {
            var result =
                    run(
                            Path.of("/"),
                            Map.of(),
                            List.of("kill", "-" + name, Long.toString(process.pid())));
            if (result.exit() != 0 && process.isAlive()) {
                throw new IllegalStateException(
                        "kill -" + name + " " + process + ": " + result.output());
            }
        }
    }
}
