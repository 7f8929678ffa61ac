package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.DrainSignal;
import org.kingfisherprocess.service.http.ErrorPages;
import org.kingfisherprocess.service.http.HttpLimits;
import org.kingfisherprocess.service.http.HttpServer;
import org.kingfisherprocess.service.http.RequestObserver;
import org.kingfisherprocess.service.http.Routes;

/// The demonstration in a browser. It is served by the demonstration itself, so that it is not
/// touched by what is demonstrated; what changes comes as server-sent events.
final class Page implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int OK = 200;

    private final Supplier<Picture> pictures;
    private final HttpServer server;

    private Page(Supplier<Picture> pictures) {
        this.pictures = pictures;
        var routes =
                Routes.builder()
                        .get("/", PageFile.read(Answer.HTML, "page.html"))
                        .get("/style.css", PageFile.read("text/css; charset=utf-8", "style.css"))
                        .get(
                                "/script.js",
                                PageFile.read("text/javascript; charset=utf-8", "script.js"))
                        .get("/events", this::events)
                        .build();
        server =
                new HttpServer(HttpLimits.DEFAULTS, routes, ErrorPages.PLAIN, RequestObserver.NONE);
    }

    /// Listens on this machine alone.
    ///
    /// @param port 0 for a free one
    static Page start(int port, Supplier<Picture> pictures) {
        var page = new Page(pictures);
        try {
            page.server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IllegalStateException e) {
            throw new DemoException(e.getMessage() + "; choose another port with --port", e);
        }
        return page;
    }

    URI address() {
        return URI.create("http://127.0.0.1:%d/".formatted(server.address().getPort()));
    }

    /// Browsers that look are shown the last picture first.
    @Override
    public void close() {
        server.close();
    }

    private Answer events(Call call) {
        return Answer.streamed(
                        OK, "text/event-stream; charset=utf-8", out -> write(out, call.drain()))
                .with(PageFile.HEADERS);
    }

    private void write(OutputStream out, DrainSignal leaving) throws IOException {
        int samples = 0;
        int lines = 0;
        boolean last = false;
        while (true) {
            var picture = pictures.get();
            var event = PictureJson.of(picture, samples, lines);
            out.write("data: %s\n\n".formatted(event).getBytes(StandardCharsets.UTF_8));
            out.flush();
            if (last || picture.account().isPresent()) {
                return;
            }
            samples = picture.samples().size();
            lines = picture.said().size();
            last = leaves(leaving);
        }
    }

    private static boolean leaves(DrainSignal leaving) {
        try {
            return leaving.await(LOOK_EVERY);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
