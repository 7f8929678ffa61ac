package org.kingfisherprocess.service.upgrade;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.kingfisherprocess.service.migrate.MigrationEvent;

/// What a run does at the moment, kept from its events, and which of them are worth a line that
/// stays. Thread-safe.
final class RunPicture {
    /// Progress that is written down once in so long is enough for a log.
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private static final int LONGEST_STATEMENT = 200;

    private final Consumer<String> printer;
    private final List<String> said = new ArrayList<>();
    private String step = "";
    private String statement = "";
    private String progress = "";
    private String hindrance = "";
    private int pid;
    private long statementNanos = System.nanoTime();
    private long executedNanos = System.nanoTime();
    private long lineNanos = System.nanoTime() - BETWEEN_LINES.toNanos();

    /// @param printer hears every line at once
    RunPicture(Consumer<String> printer) {
        this.printer = printer;
    }

    synchronized void say(String line) {
        said.add(line);
        printer.accept(line);
    }

    /// What was said since this was asked last.
    synchronized List<String> takeSaid() {
        var taken = List.copyOf(said);
        said.clear();
        return taken;
    }

    /// Puts back what could not be written down.
    synchronized void putBack(List<String> taken) {
        said.addAll(0, taken);
    }

    synchronized OptionalInt pid() {
        return pid == 0 ? OptionalInt.empty() : OptionalInt.of(pid);
    }

    /// How long ago a statement was sent, for the first time or again.
    synchronized Duration sinceExecuting() {
        return Duration.ofNanos(System.nanoTime() - executedNanos);
    }

    synchronized void happened(MigrationEvent event) {
        switch (event) {
            case MigrationEvent.StepStarted started -> {
                hindrance = "";
                step = "%s (%s)".formatted(started.step(), started.kind());
                pid = started.pid();
                begin("");
                progress = "";
                say(event.text());
            }
            case MigrationEvent.Executing executing -> {
                pid = executing.pid();
                executedNanos = System.nanoTime();
                if (!statement.equals(executing.statement())) {
                    say(event.text());
                    begin(executing.statement());
                }
            }
            case MigrationEvent.Progressed progressed -> {
                progress = text(progressed);
                hindrance = "";
                sayNowAndThen(event);
            }
            case MigrationEvent.Throttled throttled -> {
                hindrance = "makes room for others: " + throttled.reason();
                sayNowAndThen(event);
            }
            case MigrationEvent.Retried retried -> {
                hindrance = "tries again: " + retried.reason();
                sayNowAndThen(event);
            }
            case MigrationEvent.WaitingForWorkers waiting -> {
                hindrance = "waits for workers: " + String.join("; ", waiting.holders());
                sayNowAndThen(event);
            }
            case MigrationEvent.Paused _ -> {
                hindrance = "paused; go on with --resume";
                say(event.text());
            }
            case MigrationEvent.Resumed _ -> {
                hindrance = "";
                say(event.text());
            }
            case MigrationEvent.StepFinished _ -> {
                hindrance = "";
                begin("");
                say(event.text());
            }
            case MigrationEvent.Waiting waiting -> {
                hindrance = "waits for another run: " + waiting.holder();
                sayNowAndThen(event);
            }
            case MigrationEvent.Started _,
                    MigrationEvent.Noted _,
                    MigrationEvent.Reconnecting _,
                    MigrationEvent.Finished _ ->
                    say(event.text());
        }
    }

    /// @param waitEvent what its session waits for inside the server
    /// @param tree who is in its way, in lines
    synchronized List<String> lines(Optional<String> waitEvent, List<String> tree) {
        var lines = new ArrayList<String>();
        lines.add(step.isEmpty() ? "begins" : step);
        if (!statement.isEmpty()) {
            var age = Duration.ofNanos(System.nanoTime() - statementNanos);
            lines.add("  %,d s  %s".formatted(age.toSeconds(), oneLine(statement)));
        }
        if (!progress.isEmpty()) {
            lines.add("  " + progress);
        }
        waitEvent
                .filter(event -> !event.isEmpty())
                .ifPresent(event -> lines.add("  waits in the server for " + event));
        if (!hindrance.isEmpty()) {
            lines.add("  " + hindrance);
        }
        if (!tree.isEmpty()) {
            lines.add("  in the way:");
            tree.forEach(line -> lines.add("    " + line));
        }
        return lines;
    }

    private static String oneLine(String text) {
        var line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_STATEMENT
                ? line
                : line.substring(0, LONGEST_STATEMENT) + "…";
    }

    private void begin(String next) {
        statement = next;
        statementNanos = System.nanoTime();
    }

    private void sayNowAndThen(MigrationEvent event) {
        long now = System.nanoTime();
        if (now - lineNanos >= BETWEEN_LINES.toNanos()) {
            lineNanos = now;
            say(event.text());
        }
    }

    private static String text(MigrationEvent.Progressed progressed) {
        long all = Math.max(progressed.estimatedRows(), 1);
        return "%,d of about %,d rows of %s (%d %%)%s"
                .formatted(
                        progressed.rows(),
                        progressed.estimatedRows(),
                        progressed.table(),
                        Math.min(100, progressed.rows() * 100 / all),
                        progressed
                                .left()
                                .map(left -> ", about %,d s left".formatted(left.toSeconds()))
                                .orElse(""));
    }
}
