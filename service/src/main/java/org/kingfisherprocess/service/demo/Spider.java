package org.kingfisherprocess.service.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.kingfisherprocess.service.demo.Outcome.Acknowledged;
import org.kingfisherprocess.service.demo.Outcome.Failed;

/// A client of the server that behaves as a spider of version 1: a file is one request, on a
/// connection that is kept from the request before or is new, and there is never a second try. For
/// one thread.
final class Spider implements AutoCloseable {
    private static final String API = "/api/v1/submit/";
    private static final int OK = 200;

    /// Real ones do both, so each connection is used for some requests and then given up.
    private static final int REQUESTS_ON_ONE_CONNECTION = 15;

    private final CrawlTarget target;
    private Optional<SpiderConnection> connection = Optional.empty();
    private int onThisConnection;

    Spider(CrawlTarget target) {
        this.target = target;
    }

    /// Sends a file that was fetched.
    Sent send(Listed file, Path fetched) throws IOException {
        var form = Form.multipart(target.fields(file), file.name(), fetched);
        long begun = System.nanoTime();
        var outcome = post("file/", form);
        return new Sent(file.name(), file.documents(), System.nanoTime() - begun, outcome);
    }

    /// Says that nothing more will come.
    Outcome end() {
        return post("end_collection_store/", Form.urlencoded(target.fields()));
    }

    @Override
    public void close() {
        try {
            if (connection.isPresent()) {
                connection.get().close();
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot close a socket", e);
        } finally {
            connection = Optional.empty();
        }
    }

    private Outcome post(String route, Form form) {
        try {
            var answer = connected().post(API + route, target.key(), form);
            onThisConnection++;
            return answer.status() == OK
                    ? new Acknowledged(receipt(answer))
                    : new Failed(
                            "answered %d: %s".formatted(answer.status(), answer.text().strip()));
        } catch (IOException e) {
            close();
            return new Failed(e.toString());
        }
    }

    private SpiderConnection connected() throws IOException {
        if (onThisConnection >= REQUESTS_ON_ONE_CONNECTION
                || connection.filter(SpiderConnection::isOpen).isEmpty()) {
            close();
            onThisConnection = 0;
            connection = Optional.of(new SpiderConnection(target.server()));
        }
        return connection.orElseThrow();
    }

    private static UUID receipt(SpiderConnection.Answer answer) throws IOException {
        var text = answer.headers().getOrDefault("kingfisher-receipt", "");
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("answered 200 without a receipt", e);
        }
    }
}
