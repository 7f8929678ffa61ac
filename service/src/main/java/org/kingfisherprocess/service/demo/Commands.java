package org.kingfisherprocess.service.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Runs commands of the installed program, as a person would who has configured nothing but where
/// its data lie.
final class Commands {
    private static final String OWN = "KINGFISHER_PROCESS_";

    /// Ctrl-C reaches all processes of a terminal. These are ended in good order instead, by us.
    /// Signals that are ignored when a JVM starts stay ignored.
    private static final String UNTOUCHED = "trap '' HUP INT QUIT; exec \"$0\" \"$@\"";

    private final WorkFolder work;
    private final Consumer<String> announced;
    private int number;

    /// @param announced is told each command before it is run, as a person would type it
    Commands(WorkFolder work, Consumer<String> announced) {
        this.work = work;
        this.announced = announced;
    }

    /// How a command ended.
    ///
    /// @param output what it wrote to standard output
    /// @param last the last line that it wrote
    record Ended(int code, String output, String last) {
        boolean well() {
            return code == 0;
        }
    }

    /// Runs a command to its end.
    ///
    /// @param heard each line that it writes, as it comes; called by two threads
    Ended run(Consumer<String> heard, String... arguments)
            throws IOException, InterruptedException {
        var log = log(arguments);
        var process = builder(arguments).start();
        process.getOutputStream().close();
        var output = new ArrayList<String>();
        var last = new ArrayList<String>();
        var errors =
                Thread.ofVirtual()
                        .start(() ->
                                read(
                                        process.getErrorStream(),
                                        line -> hear(line, log, last, heard)));
        read(
                process.getInputStream(),
                line -> {
                    output.add(line);
                    hear(line, log, last, heard);
                });
        int code = process.waitFor();
        errors.join();
        return new Ended(
                code,
                String.join("\n", output),
                last.isEmpty() ? "it wrote nothing" : last.getLast());
    }

    /// Starts a command that goes on; what it writes goes to the log.
    Process start(Path log, String... arguments) throws IOException {
        return builder(arguments)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log.toFile()))
                .start();
    }

    /// The log of the next command.
    synchronized Path log(String... arguments) {
        number++;
        return work.logs().resolve("%d-%s.log".formatted(number, arguments[0]));
    }

    private ProcessBuilder builder(String... arguments) {
        announced.accept(WorkFolder.LAUNCHER + " " + String.join(" ", arguments));
        var words = new ArrayList<>(List.of("sh", "-c", UNTOUCHED, work.launcher().toString()));
        words.addAll(List.of(arguments));
        var builder = new ProcessBuilder(words).directory(work.path().toFile());
        var environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.startsWith(OWN) && !name.equals(OWN + "JAVA_HOME"));
        environment.putAll(settings());
        return builder;
    }

    private Map<String, String> settings() {
        return Map.of(
                OWN + "DATA_DIR", work.data().toString(),
                OWN + "CONFIG", work.path().resolve("none.ini").toString(),
                OWN + "LISTEN", "127.0.0.1:0",
                // Whether the disk is large enough was asked at the beginning.
                OWN + "SPOOL_RESERVE", "64MiB",
                OWN + "EXTENSIONS", "false");
    }

    private static synchronized void hear(
            String line, Path log, List<String> last, Consumer<String> heard) {
        try {
            Files.writeString(
                    log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + log, e);
        }
        last.add(line);
        heard.accept(line);
    }

    private static void read(InputStream stream, Consumer<String> heard) {
        try (var reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                heard.accept(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
