package org.kingfisherprocess.service.steps.transform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.kingfisherprocess.ocds.schema.ExtensionResult;
import org.kingfisherprocess.service.queue.StepGate;
import org.kingfisherprocess.service.queue.StepLimits;
import org.kingfisherprocess.service.queue.StepMarks;
import org.kingfisherprocess.service.queue.StepObserver;
import org.kingfisherprocess.service.queue.StepWorker;
import org.kingfisherprocess.service.queue.Wakeups;
import org.kingfisherprocess.service.sql.Database;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// A process of its own that does steps until it is killed.
final class StepsProcess {
    private StepsProcess() {}

    static Process start(DatabaseSettings place, Path marks, Path log) {
        try {
            return new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            StepsProcess.class.getName(),
                            place.url(),
                            place.user(),
                            place.password(),
                            marks.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        var place = DatabaseSettings.of(arguments[0], arguments[1], arguments[2]);
        var database = Database.open(place.withPoolSize(5));
        var worker =
                new StepWorker(
                        database,
                        Transforms.handlers(
                                database,
                                url -> new ExtensionResult.Unavailable(url, "no web"),
                                TestPipeline.limits(200, 1 << 20),
                                InstantSource.system()),
                        Wakeups.listen(database),
                        StepMarks.in(Path.of(arguments[3])),
                        StepGate.OPEN,
                        new StepLimits(
                                5,
                                Duration.ofMillis(100),
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(1)),
                        StepObserver.NONE);
        var threads = List.of(start(worker), start(worker));
        for (var thread : threads) {
            thread.join();
        }
    }

    private static Thread start(StepWorker worker) {
        return Thread.ofPlatform()
                .start(() -> {
                    try {
                        while (true) {
                            worker.runOnce();
                        }
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                });
    }
}
