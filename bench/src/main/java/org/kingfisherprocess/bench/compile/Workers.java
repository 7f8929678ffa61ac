package org.kingfisherprocess.bench.compile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// Worker processes that are ready.
final class Workers implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();

    static Workers start(DatabaseSettings place, int count, int threads) {
        var workers = new Workers();
        try {
            for (int i = 0; i < count; i++) {
                workers.processes.add(start(place, threads));
            }
            for (var process : workers.processes) {
                awaitReady(process);
            }
            return workers;
        } catch (IOException e) {
            workers.close();
            throw new UncheckedIOException("a worker does not start", e);
        }
    }

    private static Process start(DatabaseSettings place, int threads) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName(),
                        place.url(),
                        place.user(),
                        place.password(),
                        Integer.toString(threads))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitReady(Process process) throws IOException {
        var output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.equals("ready")) {
                return;
            }
            System.err.println(line);
        }
        throw new IOException("it ended before it was ready");
    }

    @Override
    public void close() {
        try {
            for (var process : processes) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
