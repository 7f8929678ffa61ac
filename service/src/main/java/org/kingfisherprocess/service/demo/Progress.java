package org.kingfisherprocess.service.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.demo.Picture.Said;
import org.kingfisherprocess.service.demo.Picture.StageBegun;

/// How far the story is, and what was told. Thread-safe.
final class Progress {
    private final Screen screen;
    private final long begunNanos = System.nanoTime();
    private final List<StageBegun> begun = new ArrayList<>();
    private final List<Said> said = new ArrayList<>();
    private String doing = "";

    Progress(Screen screen) {
        this.screen = screen;
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begunNanos);
    }

    /// The next chapter begins.
    void begin(Stage stage) {
        int number;
        synchronized (this) {
            begun.add(new StageBegun(stage, elapsed()));
            number = begun.size();
            doing = "";
        }
        tell("");
        tell("[%d/%d] %s".formatted(number, Stage.values().length, stage.title()));
        tell("      " + stage.story());
    }

    /// A line that stays.
    void tell(String line) {
        synchronized (this) {
            said.add(new Said(elapsed(), line));
        }
        screen.tell(line);
    }

    /// What goes on at the moment.
    synchronized void doing(String line) {
        doing = line.strip();
    }

    synchronized String doing() {
        return doing;
    }

    synchronized List<StageBegun> begun() {
        return List.copyOf(begun);
    }

    synchronized List<Said> said() {
        return List.copyOf(said);
    }
}
