package org.kingfisherprocess.bench.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.scenario.Plan;
import org.kingfisherprocess.bench.scenario.Scenario;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.bench.scenario.Verdict;

/// The clock jumps a day forward and back again, with a reload after each jump. It is the clock of
/// the service's processes alone, by libfaketime, which they ask instead of the system's: setting a
/// machine's own would disturb whatever else runs there. As with a real jump, the clock that only
/// measures time goes on evenly.
final class ClockSetForward implements Scenario {
    private static final int CLIENTS = 8;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int BETWEEN_MILLIS = 2_000;

    @Override
    public String name() {
        return "clock-set-forward";
    }

    @Override
    public String story() {
        return "the service's clock set a day forward and back, with reloads (needs libfaketime)";
    }

    @Override
    public Verdict run(Plan plan) {
        var library = library();
        if (library.isEmpty()) {
            return Verdict.skipped(
                    name(), "there is no libfaketime; on Debian, apt-get install libfaketime");
        }
        var clock = Stage.folder(plan, name()).resolve("clock");
        set(clock, "+0d");
        var settings =
                Map.of(
                        "LD_PRELOAD", library.get().toString(),
                        "FAKETIME_TIMESTAMP_FILE", clock.toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "DONT_FAKE_MONOTONIC", "1",
                        // It shifts the ends of timed waits for older C libraries. With a newer one
                        // they are over at once, and every JVM spins.
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
        try (var stage = Stage.prepareIn(plan, name(), settings, Optional.empty()).ready();
                var traffic =
                        Traffic.start(
                                stage, new SmallAndLargeFiles(stage.files()), CLIENTS, PAUSE)) {
            var reloading = new Reloading(stage);
            var kills = new Kills();
            Pauses.ofMillis(BETWEEN_MILLIS);
            for (var jump : new String[] {"+1d", "+0d"}) {
                set(clock, jump);
                Pauses.ofMillis(BETWEEN_MILLIS);
                reloading.reload();
                Pauses.ofMillis(BETWEEN_MILLIS);
                // Its successor must come soon, and the release must not be taken for the culprit.
                // Not the server, since a killed one fails requests.
                KillProcess.WORKER.once(stage, kills);
            }
            stage.remark(reloading.remark());
            var attempts = traffic.stop();
            stage.requireAllAcknowledged(attempts);
            return stage.prove(attempts);
        }
    }

    private static Optional<Path> library() {
        return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
                .map(machine -> Path.of("/usr/lib", machine, "faketime", "libfaketimeMT.so.1"))
                .filter(Files::exists)
                .findFirst();
    }

    /// At once for whoever reads it.
    private static void set(Path clock, String offset) {
        try {
            var next = clock.resolveSibling("clock-next");
            Files.writeString(next, offset + "\n");
            Files.move(next, clock, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set " + clock, e);
        }
    }
}
