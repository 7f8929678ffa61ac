package org.kingfisherprocess.bench.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.kingfisherprocess.bench.process.Commands;
import org.kingfisherprocess.bench.process.Pauses;
import org.kingfisherprocess.bench.process.RunningService;
import org.kingfisherprocess.bench.scenario.Moments;

/// Deploys as a person does, at a terminal that may be lost, with a process that may be killed.
final class Deployer {
    /// What happens to a deployment while it goes on.
    enum Mishap {
        NONE,
        TERMINAL_LOST,
        EXECUTOR_KILLED
    }

    private static final Pattern STATE = Pattern.compile("\"state\":\"(\\w+)\"");
    private static final Duration ENDED_WITHIN = Duration.ofSeconds(60);
    private static final int LATEST_KILL_MILLIS = 15_000;
    private static final int MOST_RESUMPTIONS = 5;

    private final RunningService service;
    private final Path installation;
    private final RandomGenerator random;
    private int deployments;
    private int kills;
    private int lostTerminals;

    Deployer(RunningService service, Path installation, RandomGenerator random) {
        this.service = service;
        this.installation = installation;
        this.random = random;
    }

    /// How a deployment ended: its state (`none` where it did not begin), and all that its last
    /// terminal showed.
    record Ended(String state, String output) {}

    Ended run(Mishap mishap, String... arguments) {
        // Else the one before, whose process takes a moment to end, would be taken for this one.
        if (!Pauses.until(ENDED_WITHIN, () -> executors().isEmpty())) {
            throw new IllegalStateException("the deployment before goes on");
        }
        var who = "bench-%d".formatted(++deployments);
        var words = new ArrayList<>(List.of("deploy"));
        words.addAll(List.of(arguments));
        words.addAll(List.of("--yes", "--by", who, "--json"));
        var result =
                switch (mishap) {
                    case NONE -> service.commandOf(launcher(), words);
                    case TERMINAL_LOST -> losingTheTerminal(words);
                    case EXECUTOR_KILLED -> killingTheExecutor(words);
                };
        var state = STATE.matcher(result.output());
        var begun = result.output().contains("\"who\":\"%s\"".formatted(who)) && state.find();
        return new Ended(begun ? state.group(1) : "none", result.output());
    }

    String remark() {
        return "%d terminals lost, %d executors killed".formatted(lostTerminals, kills);
    }

    /// The program of the release that is current; before the first deployment, that of the
    /// service.
    Path launcher() {
        var current = installation.resolve("current/kingfisher-process");
        return Files.exists(current) ? current : service.releases().good();
    }

    private Commands.Result losingTheTerminal(List<String> words) {
        var terminal = service.begin(launcher(), words);
        awaitExecutor(terminal);
        Moments.pass(random, LATEST_KILL_MILLIS / 3);
        Commands.signal("HUP", List.of(terminal.toHandle()));
        terminal.destroyForcibly();
        lostTerminals++;
        return follow();
    }

    private Commands.Result killingTheExecutor(List<String> words) {
        var terminal = service.begin(launcher(), words);
        awaitExecutor(terminal);
        Moments.pass(random, LATEST_KILL_MILLIS);
        var executors = executors();
        executors.forEach(ProcessHandle::destroyForcibly);
        kills += executors.size();
        terminal.destroyForcibly();
        Pauses.until(ENDED_WITHIN, () -> executors().isEmpty());
        return follow();
    }

    /// Attaches to what goes on, goes on with what stands still, and shows what has ended.
    private Commands.Result follow() {
        for (var attempt = 0; attempt < MOST_RESUMPTIONS; attempt++) {
            var command =
                    executors().isEmpty()
                            ? List.of("deploy", "run", "--json")
                            : List.of("deploy", "attach", "--json");
            var result = service.commandOf(launcher(), command);
            if (STATE.matcher(result.output()).find()) {
                return result;
            }
            if (result.output().contains("no deployment is under way")) {
                break;
            }
        }
        return service.commandOf(launcher(), List.of("deploy", "history", "--json", "--most", "1"));
    }

    private void awaitExecutor(Process terminal) {
        Pauses.until(Duration.ofMinutes(5), () -> !executors().isEmpty() || !terminal.isAlive());
    }

    private List<ProcessHandle> executors() {
        return service.tree().processes().stream()
                .filter(process -> commandLine(process).contains("\0deploy\0execute\0"))
                .toList();
    }

    private static String commandLine(ProcessHandle process) {
        try {
            return Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "cmdline"),
                    java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (java.io.IOException _) {
            return "";
        }
    }
}
