package org.kingfisherprocess.supervisor;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;

/// A supervisor with its children as real processes, in a folder, with releases and a link to the
/// current one.
final class Household implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final Duration startLimit;
    private final int port;
    private final List<Process> supervisors = new ArrayList<>();

    /// @param folder for everything, with the release 1 installed in it
    Household(Path folder) throws IOException {
        this(folder, Duration.ofSeconds(30));
    }

    /// @param startLimit within which children must be ready
    Household(Path folder, Duration startLimit) throws IOException {
        this.folder = folder;
        this.startLimit = startLimit;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Files.createDirectories(data());
        Files.write(folder.resolve("arguments"), arguments());
        install("1", "");
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    Path data() {
        return folder.resolve("data");
    }

    /// Makes a release and switches to it.
    ///
    /// @param fault what is wrong with it; empty for nothing
    void install(String release, String fault) throws IOException {
        var launcher = folder.resolve("releases").resolve(release).resolve("launcher");
        Files.createDirectories(launcher.getParent());
        Files.writeString(
                launcher,
                """
                #!/bin/sh
                exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -Drelease=%s -Dfault=%s -cp '%s' %s "$@"
                """
                        .formatted(
                                java(),
                                release,
                                fault,
                                System.getProperty("java.class.path"),
                                SmallChild.class.getName()));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
        var link = folder.resolve("next");
        Files.createSymbolicLink(link, launcher.getParent());
        Files.move(
                link,
                folder.resolve("current"),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /// Starts a supervisor; returns when it answers.
    Household start() throws IOException {
        var process = startWithoutWaiting();
        await().atMost(PATIENCE)
                .until(() -> !process.isAlive() || status().filter(this::isReady).isPresent());
        return this;
    }

    Process startWithoutWaiting() throws IOException {
        var builder =
                new ProcessBuilder(folder.resolve("current/launcher").toString(), "serve")
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
                        .redirectError(
                                ProcessBuilder.Redirect.appendTo(folder.resolve("err").toFile()));
        builder.environment().put("SUPERVISOR_ARGUMENTS", folder.resolve("arguments").toString());
        var process = builder.start();
        supervisors.add(process);
        return process;
    }

    Process supervisor() {
        return supervisors.getLast();
    }

    Message ask(String command) {
        try (var connection = ControlSocket.connect(data().resolve("run")).orElseThrow()) {
            connection.send(Message.of(command));
            var answer = connection.receive();
            while (answer.filter(message -> message.kind().equals("progress")).isPresent()) {
                answer = connection.receive();
            }
            return answer.orElseThrow();
        }
    }

    Optional<Message> status() {
        try (var connection = ControlSocket.connect(data().resolve("run")).orElse(null)) {
            if (connection == null) {
                return Optional.empty();
            }
            connection.send(Message.of("status"));
            return connection.receive();
        } catch (java.io.UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /// The child of a role that is not leaving.
    ProcessHandle child(String role) {
        return status().orElseThrow().messages("children").stream()
                .filter(child -> child.text("role").orElse("").equals(role))
                .filter(child -> !child.text("state").orElse("").equals("draining"))
                .findFirst()
                .flatMap(child -> child.number("pid"))
                .flatMap(ProcessHandle::of)
                .orElseThrow();
    }

    /// Whether a request to `/slow` is under way.
    boolean isAnsweringSlowly() {
        return Files.exists(folder.resolve("slow-begun"));
    }

    String said() throws IOException {
        return Files.readString(folder.resolve("out"));
    }

    String logged() throws IOException {
        return Files.readString(folder.resolve("err"));
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(supervisor().pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    /// Kills the supervisor as a sudden death would.
    void killSupervisor() throws InterruptedException {
        supervisor().destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        var left = status().map(status -> status.messages("children")).orElse(List.of());
        supervisor().destroy();
        await().atMost(PATIENCE).until(() -> !supervisor().isAlive());
        for (var child : left) {
            child.number("pid")
                    .flatMap(ProcessHandle::of)
                    .ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private boolean isReady(Message status) {
        return status.messages("children").size() >= 3
                && status.messages("children").stream()
                        .allMatch(child -> child.text("state").orElse("").equals("ready"));
    }

    private List<String> arguments() {
        return List.of(
                "--data-folder=" + data(),
                "--listen=127.0.0.1:" + port,
                "--postgres=true",
                "--backlog=128",
                "--start-limit-ms=" + startLimit.toMillis(),
                "--drain-limit-ms=10000",
                "--stop-limit-ms=5000",
                "--from-a-later-release=whatever",
                "--",
                folder.resolve("current/launcher").toString());
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
