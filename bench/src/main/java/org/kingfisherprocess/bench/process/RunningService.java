package org.kingfisherprocess.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.kingfisherprocess.bench.load.LoadClient.Target;
import org.kingfisherprocess.service.embedded.EmbeddedPostgres;
import org.kingfisherprocess.supervisor.posix.ListeningSocket;

/// The service, started as its users start it: `kingfisher-process serve`, in a data folder and on
/// a port of its own.
public final class RunningService implements AutoCloseable {
    private static final Duration READY_WITHIN = Duration.ofMinutes(3);
    private static final Duration STOPPED_WITHIN = Duration.ofMinutes(2);
    private static final String KEY = "bench";
    private static final int BACKLOG = 4096;

    private final ReleaseLink releases;
    private final Path folder;
    private final Map<String, String> environment;
    private final Optional<OwnPostgres> own;
    private final InetSocketAddress address;
    private final ProcessTree tree;
    private @Nullable Process process;
    private boolean holdsSocket;

    /// @param folder for its data and its log
    /// @param settings of the service, by the names of its environment
    /// @param own the PostgreSQL to use; empty: the service's embedded one
    public RunningService(
            Path checkout, Path folder, Map<String, String> settings, Optional<OwnPostgres> own) {
        this.folder = folder.toAbsolutePath();
        releases = new ReleaseLink(this.folder, launcher(checkout));
        this.own = own;
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), FreePorts.any());
        var mark = UUID.randomUUID().toString();
        environment = new HashMap<>();
        environment.put(ProcessTree.MARK, mark);
        environment.put("HOME", this.folder.toString());
        environment.put("KINGFISHER_PROCESS_DATA_DIR", data().toString());
        environment.put("KINGFISHER_PROCESS_LISTEN", "127.0.0.1:" + address.getPort());
        environment.put("KINGFISHER_PROCESS_WEB_API_KEYS", KEY);
        // A machine on which everything is done at once starts processes slowly.
        environment.put("KINGFISHER_PROCESS_START_LIMIT", "5m");
        own.ifPresent(postgres -> environment.put("KINGFISHER_PROCESS_DB_URI", postgres.uri()));
        environment.putAll(settings);
        tree = new ProcessTree(mark, data());
    }

    /// Makes the listening socket and keeps it, as systemd does: what the service is started with,
    /// and what connections wait in while it is not there. To be called before the first start, and
    /// for one service at a time, since the socket takes the place of our standard input.
    public void holdSocket() {
        ListeningSocket.putInPlace(ListeningSocket.listen(address, BACKLOG));
        holdsSocket = true;
    }

    /// Returns when it answers.
    public RunningService start() {
        startWithoutWaiting();
        awaitReady();
        return this;
    }

    public void startWithoutWaiting() {
        try {
            Files.createDirectories(data());
            releases.pointToGood();
            var builder =
                    new ProcessBuilder(releases.launcher().toString(), "serve")
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            if (holdsSocket) {
                builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
            }
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + releases.launcher() + " serve", e);
        }
    }

    public void awaitReady() {
        if (!Pauses.until(READY_WITHIN, () -> answers() || died())) {
            throw new IllegalStateException("not ready within " + READY_WITHIN + ": " + endOfLog());
        }
        if (died()) {
            throw new IllegalStateException(
                    "the service ended instead of becoming ready: " + endOfLog());
        }
    }

    /// SIGKILL for every process, PostgreSQL included.
    public void kill() {
        tree.kill();
    }

    /// As Ctrl-C does it; returns whether it ended by itself in time and left nothing behind.
    public boolean stop() {
        var running = process;
        if (running == null || !running.isAlive()) {
            return tree.processes().isEmpty();
        }
        running.destroy();
        return Pauses.until(STOPPED_WITHIN, () -> tree.processes().isEmpty());
    }

    public ProcessTree tree() {
        return tree;
    }

    public Target target(int newConnectionEvery) {
        return new Target(address, KEY, newConnectionEvery);
    }

    public InetSocketAddress address() {
        return address;
    }

    public String key() {
        return KEY;
    }

    /// For connections of our own.
    public String jdbcUrl() {
        return own.map(OwnPostgres::url)
                .orElseGet(() ->
                        EmbeddedPostgres.running(data())
                                .map(JdbcUrls::of)
                                .orElse("jdbc:postgresql://127.0.0.1:1/not-running"));
    }

    /// Another command of the service, with the same settings.
    public Commands.Result command(String... arguments) {
        return commandOf(releases.good(), List.of(arguments));
    }

    /// The same of another release.
    public Commands.Result commandOf(Path launcher, List<String> arguments) {
        return Commands.run(folder, environment, words(launcher, arguments));
    }

    /// The same without waiting for its end; what it prints goes to the log.
    public Process begin(Path launcher, List<String> arguments) {
        try {
            var builder =
                    new ProcessBuilder(words(launcher, arguments))
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
            builder.environment().putAll(environment);
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + launcher, e);
        }
    }

    private static List<String> words(Path launcher, List<String> arguments) {
        var words = new ArrayList<>(List.of(launcher.toString()));
        words.addAll(arguments);
        return words;
    }

    /// The same without waiting for its end.
    ///
    /// @param log what it prints goes there
    public Process begin(Path log, String... arguments) {
        var command = new ArrayList<>(List.of(releases.good().toString()));
        command.addAll(List.of(arguments));
        return beginProgram(log, command.toArray(String[]::new));
    }

    /// Any program, with the environment of the service.
    public Process beginProgram(Path log, String... command) {
        var builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + List.of(command), e);
        }
    }

    /// Where the service finds the release that it reloads.
    public ReleaseLink releases() {
        return releases;
    }

    /// Its processes; throws if its supervisor does not answer.
    public ServiceStatus status() {
        return ServiceStatus.ask(data())
                .orElseThrow(() -> new IllegalStateException("no supervisor answers"));
    }

    /// Returns whether it became so in time; a status that cannot be had is none.
    public boolean awaitStatus(Duration limit, Predicate<ServiceStatus> wanted) {
        return Pauses.until(limit, () -> ServiceStatus.ask(data()).filter(wanted).isPresent());
    }

    public Path data() {
        return folder.resolve("data");
    }

    @Override
    public void close() {
        if (!stop()) {
            kill();
        }
        if (holdsSocket) {
            ListeningSocket.letGo();
        }
    }

    /// The packaged distribution, where there is one: the launcher of a checkout may begin with a
    /// build.
    private static Path launcher(Path checkout) {
        var target = checkout.resolve("service/target");
        var pattern = "kingfisher-process-*/kingfisher-process-*/kingfisher-process";
        var matcher = target.getFileSystem().getPathMatcher("glob:" + target + "/" + pattern);
        try (var paths = Files.walk(target, 3)) {
            return paths.filter(matcher::matches)
                    .findFirst()
                    .orElse(checkout.resolve("kingfisher-process"));
        } catch (IOException _) {
            return checkout.resolve("kingfisher-process");
        }
    }

    private Path log() {
        return folder.resolve("serve.log");
    }

    private boolean answers() {
        try {
            return target(0).get("/") == 200;
        } catch (IOException _) {
            return false;
        }
    }

    private boolean died() {
        var running = process;
        return running == null || !running.isAlive();
    }

    private String endOfLog() {
        try {
            var lines = Files.readAllLines(log());
            return System.lineSeparator()
                    + String.join(
                            System.lineSeparator(),
                            lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return "no log: " + e;
        }
    }
}
