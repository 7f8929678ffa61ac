package org.kingfisherprocess.service.cli;

import java.time.Duration;
import java.util.List;
import org.kingfisherprocess.service.demo.Picture;
import org.kingfisherprocess.service.demo.PictureText;
import org.kingfisherprocess.service.demo.Screen;

/// A demonstration on a terminal: lines that stay, and below them a picture that is drawn again in
/// its place; where nobody is there to look, a line of it every few seconds.
final class DemoScreen implements Screen {
    private static final Duration LINE_EVERY = Duration.ofSeconds(5);

    private final Terminal terminal;
    private final Drawing drawing;
    private List<String> shown = List.of();
    private Duration lineAt = Duration.ZERO;
    private boolean ended;

    DemoScreen(Terminal terminal) {
        this.terminal = terminal;
        this.drawing = new Drawing(terminal);
    }

    @Override
    public synchronized void tell(String line) {
        if (ended) {
            return;
        }
        erase();
        terminal.tell(line);
        draw();
    }

    @Override
    public synchronized void show(Picture picture) {
        if (ended || terminal.quiet()) {
            return;
        }
        if (terminal.interactive()) {
            shown = PictureText.lines(picture);
            erase();
            draw();
        } else if (picture.elapsed().minus(lineAt).compareTo(LINE_EVERY) >= 0) {
            lineAt = picture.elapsed();
            terminal.tell(PictureText.line(picture));
        }
    }

    /// Nothing more is shown.
    synchronized void end() {
        erase();
        ended = true;
    }

    private void erase() {
        if (terminal.interactive()) {
            drawing.erase();
        }
    }

    private void draw() {
        if (terminal.interactive() && !terminal.quiet()) {
            drawing.show(shown);
        }
    }
}
