package org.kingfisherprocess.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kingfisherprocess.service.deploy.DeployException;
import org.kingfisherprocess.service.deploy.RunningServer;
import org.kingfisherprocess.service.release.ReleaseFolder;
import org.kingfisherprocess.supervisor.wire.Connection;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;

/// The server of our data folder, through its supervisor's control socket.
final class LocalServer implements RunningServer {
    private static final String LAUNCHER = "kingfisher-process";

    private final Path dataFolder;

    LocalServer(Path dataFolder) {
        this.dataFolder = dataFolder;
    }

    @Override
    public List<Generation> generations() {
        return status().map(LocalServer::generations).orElse(List.of());
    }

    @Override
    public List<Path> inUse() {
        return status().stream()
                .flatMap(status ->
                        Stream.concat(
                                status.messages("children").stream().map(LocalServer::place),
                                status.text("supervisor_place").map(Path::of).stream()
                                        .flatMap(program -> ReleasePlace.around(program).stream())
                                        .map(ReleaseFolder::path)))
                .distinct()
                .toList();
    }

    @Override
    public boolean isReloading() {
        return status().filter(status -> status.truth("reloading")).isPresent();
    }

    /// Where it listens, as `HOST:PORT`; empty where no server runs.
    Optional<String> listen() {
        return status().flatMap(status -> status.text("listen"));
    }

    @Override
    public Reloaded reload(Path current, Consumer<String> heard) {
        try (var connection = connect().orElseThrow(this::none)) {
            connection.send(
                    Message.of("reload").with("launcher", current.resolve(LAUNCHER).toString()));
            for (var answer = connection.receive();
                    answer.isPresent();
                    answer = connection.receive()) {
                if (!answer.get().kind().equals("progress")) {
                    return reloaded(answer.get());
                }
                answer.get().text("line").ifPresent(heard);
            }
            return new Reloaded.Failed("the supervisor went away meanwhile", List.of());
        }
    }

    private Optional<Message> status() {
        try (var connection = connect().orElse(null)) {
            if (connection == null) {
                return Optional.empty();
            }
            connection.send(Message.of("status"));
            return connection.receive();
        }
    }

    private static List<Generation> generations(Message status) {
        var byNumber = new TreeMap<Long, Generation>();
        for (var child : status.messages("children")) {
            var number = child.number("generation").orElse(0L);
            if (number > 0) {
                byNumber.merge(number, generation(number, child), LocalServer::together);
            }
        }
        return List.copyOf(byNumber.values());
    }

    private static Generation generation(long number, Message child) {
        var state = child.text("state").orElse("");
        return new Generation(
                number, place(child), state.equals("ready"), state.equals("draining"));
    }

    private static Path place(Message child) {
        return ReleasePlace.of(Path.of(child.text("place").orElse("/")));
    }

    private static Generation together(Generation one, Generation other) {
        return new Generation(
                one.number(),
                one.release(),
                one.ready() && other.ready(),
                one.draining() || other.draining());
    }

    private static Reloaded reloaded(Message answer) {
        if (answer.truth("busy")) {
            return new Reloaded.Busy();
        }
        if (!answer.kind().equals("reloaded")) {
            return new Reloaded.Failed(
                    answer.text("reason").orElse("the supervisor did not say why"),
                    answer.texts("log"));
        }
        var lines = new ArrayList<String>();
        lines.add(
                "generation %d took over, ready after %,d ms"
                        .formatted(
                                answer.number("generation").orElse(0L),
                                answer.number("ready_milliseconds").orElse(0L)));
        for (var left : answer.messages("left")) {
            var cut = left.texts("cut");
            lines.add(
                    "%s left after %,d ms, having answered %,d requests meanwhile%s"
                            .formatted(
                                    left.text("child").orElse("one"),
                                    left.number("milliseconds").orElse(0L),
                                    left.number("served").orElse(0L),
                                    cut.isEmpty()
                                            ? ""
                                            : ", and %,d were cut".formatted(cut.size())));
        }
        return new Reloaded.Done(lines);
    }

    private Optional<Connection> connect() {
        return ControlSocket.connect(dataFolder.resolve("run"));
    }

    private DeployException none() {
        return new DeployException(
                "no supervisor runs for the data folder %s; start one with kingfisher-process serve"
                        .formatted(dataFolder));
    }
}
