package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Leads every request from Jetty to its handler and its answer back.
///
/// An answer may be given before the body is read (a wrong key, no space). Then the rest of the
/// body is read and thrown away, up to a limit, after the answer was sent: closing at once would
/// make the kernel reset the connection, and a client that sends everything before it reads would
/// see the reset and not the answer.
final class Dispatcher extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger("ocdskingfisher.web");
    private static final int CLIENT_GONE = 499;
    private static final long UNREAD_BYTES_WORTH_KEEPING_ALIVE = 64 << 10;

    private final Routes routes;
    private final HttpLimits limits;
    private final ErrorAnswers errors;
    private final RequestObserver observer;
    private final RequestIds ids = new RequestIds();
    private final LongAdder finished = new LongAdder();
    private final DrainSignal drain = new DrainSignal();

    Dispatcher(Routes routes, HttpLimits limits, ErrorAnswers errors, RequestObserver observer) {
        this.routes = routes;
        this.limits = limits;
        this.errors = errors;
        this.observer = observer;
    }

    /// From now on every answer closes its connection, and those that last are told.
    void drain() {
        drain.give();
    }

    long finished() {
        return finished.sum();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var call = new Call(request, limits, ids.next(), drain);
        var connection =
                (ClientConnection) request.getConnectionMetaData().getConnection().getEndPoint();
        if (!connection.began(call)) {
            callback.failed(new EofException("its header came too late"));
            return true;
        }
        // A handler may be busy for longer than a connection may be idle.
        request.addIdleTimeoutListener(_ -> false);
        try (var _ = MDC.putCloseable("request", call.requestId())) {
            var answer = new AnswerStream(request, response, limits.times());
            answer(call, response, answer, new Completion(callback, connection));
        }
        return true;
    }

    /// Tells Jetty that the exchange is over, once; the connection counts as busy until then.
    private final class Completion {
        private final Callback callback;
        private final ClientConnection connection;

        Completion(Callback callback, ClientConnection connection) {
            this.callback = callback;
            this.connection = connection;
        }

        /// @param delivered whether the request brought something that was taken
        void succeeded(boolean delivered) {
            finished.increment();
            connection.ended(delivered);
            callback.succeeded();
        }

        void failed(Throwable cause) {
            // As an EofException it is not worth a stack trace in Jetty's log: ours has said it.
            var end = new EofException(cause);
            connection.ended(false);
            connection.close(end);
            callback.failed(end);
        }
    }

    private void answer(Call call, Response response, AnswerStream stream, Completion completion) {
        var begun = System.nanoTime();
        var match = routes.find(call.method(), call.pathSegments());
        if (match instanceof Routes.Match.Found found) {
            call.matched(found);
        }
        observer.started(call.route());
        var status = CLIENT_GONE;
        try {
            var answer = answerOrError(call, match);
            status = answer.status();
            send(call, answer, response, stream);
            finish(call, isDelivery(call, status), completion);
        } catch (ClientGoneException e) {
            LOG.info("{} {}: {}", call.method(), call.path(), e.getMessage());
            status = CLIENT_GONE;
            completion.failed(e);
        } catch (IOException | RuntimeException e) {
            LOG.info(
                    "{} {}: the answer could not be sent: {}",
                    call.method(),
                    call.path(),
                    e.toString());
            completion.failed(e);
        } finally {
            var nanos = System.nanoTime() - begun;
            observer.finished(call.route(), status, nanos, call.requestBody().receivedBytes());
            LOG.debug("{} {} {} {} ns", call.method(), call.path(), status, nanos);
        }
    }

    private Answer answerOrError(Call call, Routes.Match match) throws ClientGoneException {
        var accept = call.header("Accept").orElse("");
        try {
            return switch (match) {
                case Routes.Match.Found found -> found.handler().handle(call);
                case Routes.Match.WrongMethod(var allowed) ->
                        throw new HttpException(
                                405, "use " + allowed + " here", Map.of("Allow", allowed));
                case Routes.Match.Unknown _ ->
                        throw new HttpException(404, "nothing is here: " + call.path());
            };
        } catch (HttpException e) {
            LOG.info(
                    "{} {} answered {}: {}",
                    call.method(),
                    call.path(),
                    e.status(),
                    e.getMessage());
            return errors.of(accept, e);
        } catch (ClientGoneException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            LOG.error("{} {} failed", call.method(), call.path(), e);
            return errors.of(
                    accept,
                    500,
                    "an error of this server's own; its log says more under request "
                            + call.requestId());
        }
    }

    private void send(Call call, Answer answer, Response response, AnswerStream stream)
            throws IOException {
        response.setStatus(answer.status());
        var headers = response.getHeaders();
        headers.put(RequestIds.HEADER, call.requestId());
        headers.put(HttpHeader.CONTENT_TYPE, answer.contentType());
        answer.headers().forEach(headers::put);
        if (drain.begun() || leavesMuchUnread(call)) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
        call.answers(stream);
        switch (answer.content()) {
            case Answer.Content.Text(var text) -> {
                var bytes = text.getBytes(StandardCharsets.UTF_8);
                headers.put(HttpHeader.CONTENT_LENGTH, bytes.length);
                stream.sendAll(bytes);
            }
            case Answer.Content.Streamed(var writer) -> {
                writer.writeTo(stream);
                stream.close();
            }
        }
    }

    /// Whoever delivers will deliver more. A wrong key or form delivers nothing; a disk that was
    /// full is not the client's fault.
    private static boolean isDelivery(Call call, int status) {
        return !call.method().equals("GET")
                && !call.method().equals("HEAD")
                && (status < 400 || status >= 500);
    }

    private static boolean leavesMuchUnread(Call call) {
        var body = call.requestBody();
        return !body.finished() && body.remainingBytes() > UNREAD_BYTES_WORTH_KEEPING_ALIVE;
    }

    private static void finish(Call call, boolean delivered, Completion completion)
            throws IOException {
        var body = call.requestBody();
        if (body.broken()) {
            completion.failed(new IOException("the body did not arrive in time"));
        } else if (body.finished()
                || body.expectsGoAhead()
                || body.discard(HttpLimits.DISCARDED_BYTES, HttpLimits.DISCARD_TIME)) {
            completion.succeeded(delivered);
        } else {
            completion.failed(
                    new IOException(
                            "the client went on sending %,d bytes after its answer"
                                    .formatted(HttpLimits.DISCARDED_BYTES)));
        }
    }
}
