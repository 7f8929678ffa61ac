package org.kingfisherprocess.service.intake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.kingfisherprocess.service.http.ErrorPages;
import org.kingfisherprocess.service.http.HttpLimits;
import org.kingfisherprocess.service.http.HttpServer;
import org.kingfisherprocess.service.http.RawClient;
import org.kingfisherprocess.service.http.RequestObserver;
import org.kingfisherprocess.service.http.Routes;
import org.kingfisherprocess.service.spool.SpoolLimits;
import org.kingfisherprocess.service.spool.SpoolReader;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.submission.SpooledSubmission;

/// A running intake on a spool in a folder, and a look at what it spooled.
final class IntakeServer implements AutoCloseable {
    private final Path folder;
    private final SpoolLimits limits;
    private final SpoolWriter spool;
    private final HttpServer http;

    /// What a reader of the spool finds.
    record Spooled(String receipt, String group, SpooledSubmission submission, String body) {}

    IntakeServer(Path folder, SpoolLimits limits, List<Path> localFolders) {
        this(folder, limits, localFolders, HttpLimits.DEFAULTS);
    }

    IntakeServer(Path folder, SpoolLimits limits, List<Path> localFolders, HttpLimits httpLimits) {
        this.folder = folder;
        this.limits = limits;
        spool = SpoolWriter.open(folder, limits, InstantSource.system());
        var routes = Routes.builder();
        new Intake(
                        new ApiKeys(List.of("another", ClientRequests.KEY)),
                        spool,
                        new LocalFiles(localFolders))
                .addTo(routes);
        http = new HttpServer(httpLimits, routes.build(), ErrorPages.PLAIN, RequestObserver.NONE);
        http.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    InetSocketAddress address() {
        return http.address();
    }

    RawClient client() throws IOException {
        return new RawClient(http.address());
    }

    RawClient.Reply answerTo(byte[] request) throws IOException {
        try (var client = client()) {
            return client.send(request).reply();
        }
    }

    RawClient.Reply answerTo(String request) throws IOException {
        return answerTo(request.getBytes(StandardCharsets.UTF_8));
    }

    /// Everything that is in the spool and was not looked at before.
    List<Spooled> spooled() throws Exception {
        var all = new ArrayList<Spooled>();
        try (var reader = SpoolReader.open(folder, limits, InstantSource.system())) {
            for (var entry = reader.take(Duration.ofMillis(300));
                    entry.isPresent();
                    entry = reader.take(Duration.ofMillis(300))) {
                var taken = entry.orElseThrow();
                try (var body = taken.openBody()) {
                    all.add(
                            new Spooled(
                                    taken.receipt().toString(),
                                    taken.submission().group(),
                                    SpooledSubmission.read(taken.submission().fields()),
                                    taken.bodyBytes() > 1 << 20
                                            ? taken.bodyBytes() + " bytes"
                                            : new String(
                                                    body.readAllBytes(), StandardCharsets.UTF_8)));
                }
                reader.finished(taken);
            }
        }
        return all;
    }

    @Override
    public void close() {
        http.close();
        spool.close();
    }
}
