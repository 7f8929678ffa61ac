package org.kingfisherprocess.bench.reload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.scenario.Stage;
import org.kingfisherprocess.supervisor.wire.Message;

/// Reloads the service by its command, and remembers how each went. For one thread.
final class Reloading {
    private final Stage stage;
    private final List<Long> readyMillis = new ArrayList<>();
    private long servedMeanwhile;

    Reloading(Stage stage) {
        this.stage = stage;
    }

    /// Returns when the new generation serves and the old one has left. A reload that fails, or
    /// cuts anything, is a problem.
    void reload() {
        var result = stage.service().command("reload", "--json");
        if (result.exit() != 0) {
            stage.problem("a reload failed: " + shortened(result));
            return;
        }
        var report = report(result);
        readyMillis.add(report.number("ready_milliseconds").orElse(0L));
        for (var left : report.messages("left")) {
            servedMeanwhile += left.number("served").orElse(0L);
            if (!left.texts("cut").isEmpty()) {
                stage.problem("a reload cut " + left.texts("cut"));
            }
        }
    }

    /// For people.
    String remark() {
        if (readyMillis.isEmpty()) {
            return "no reload";
        }
        var sorted = new ArrayList<>(readyMillis);
        Collections.sort(sorted);
        return "%d reloads, ready after %d ms (median; longest %d), %d requests answered by servers on their way out"
                .formatted(
                        sorted.size(),
                        sorted.get(sorted.size() / 2),
                        sorted.getLast(),
                        servedMeanwhile);
    }

    /// The object that the command printed, behind its progress.
    private static Message report(Commands.Result result) {
        return result.output()
                .lines()
                .filter(line -> line.startsWith("{"))
                .reduce((_, last) -> last)
                .map(Message::parse)
                .orElse(Message.of("nothing"));
    }

    private static String shortened(Commands.Result result) {
        var text = result.output();
        return "exit %d, %s"
                .formatted(result.exit(), text.substring(Math.max(0, text.length() - 500)));
    }
}
