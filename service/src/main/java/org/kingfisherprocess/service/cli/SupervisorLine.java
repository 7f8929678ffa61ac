package org.kingfisherprocess.service.cli;

import java.util.function.Consumer;
import org.kingfisherprocess.supervisor.wire.Connection;
import org.kingfisherprocess.supervisor.wire.ControlSocket;
import org.kingfisherprocess.supervisor.wire.Message;

/// Asks the supervisor of the data folder one thing.
final class SupervisorLine {
    private static final String PROGRESS = "progress";
    private static final String FAILED = "failed";

    private final Application application;

    SupervisorLine(Application application) {
        this.application = application;
    }

    /// Returns the last word of the answer.
    ///
    /// @param progress takes what is said on the way
    /// @throws RefusedException if there is no supervisor, or it goes away
    Message ask(String command, Consumer<String> progress) {
        try (var connection = connect()) {
            connection.send(Message.of(command));
            for (var answer = connection.receive();
                    answer.isPresent();
                    answer = connection.receive()) {
                if (!answer.get().kind().equals(PROGRESS)) {
                    return answer.get();
                }
                answer.get().text("line").ifPresent(progress);
            }
        }
        throw new RefusedException(
                "the supervisor went away before it had answered; `kingfisher-process status` tells whether another has come");
    }

    /// Asks it to leave, and returns when its process has ended.
    void askToLeave() {
        try (var connection = connect()) {
            connection.send(Message.of("drain"));
            var supervisor =
                    connection
                            .receive()
                            .flatMap(answer -> answer.number("pid"))
                            .flatMap(ProcessHandle::of);
            var _ = connection.receive();
            supervisor.ifPresent(process -> process.onExit().join());
        }
    }

    static boolean isFailure(Message answer) {
        return answer.kind().equals(FAILED);
    }

    private Connection connect() {
        var folder = application.settings().dataDirectory();
        return ControlSocket.connect(folder.resolve("run"))
                .orElseThrow(() ->
                        new RefusedException(
                                "no supervisor runs for the data folder %s; start one with kingfisher-process serve, or name its folder with KINGFISHER_PROCESS_DATA_DIR"
                                        .formatted(folder)));
    }
}
