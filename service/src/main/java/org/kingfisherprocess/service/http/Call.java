package org.kingfisherprocess.service.http;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.URIUtil;

/// One request, as handlers see it.
public final class Call {
    static final String UNKNOWN_ROUTE = "unknown";

    private final Request request;
    private final HttpLimits limits;
    private final RequestBody body;
    private final String requestId;
    private final DrainSignal drain;
    private volatile Optional<AnswerStream> answer = Optional.empty();
    private String route = UNKNOWN_ROUTE;
    private Map<String, String> pathParameters = Map.of();

    Call(Request request, HttpLimits limits, String requestId, DrainSignal drain) {
        this.request = request;
        this.limits = limits;
        this.requestId = requestId;
        this.drain = drain;
        this.body = new RequestBody(request, limits);
    }

    public String method() {
        return request.getMethod();
    }

    /// As sent, without the query.
    public String path() {
        return Optional.ofNullable(request.getHttpURI().getPath()).orElse("/");
    }

    /// The same in the answer's header and in every line of the log about this request.
    public String requestId() {
        return requestId;
    }

    /// The pattern that matched, for metrics and logs.
    public String route() {
        return route;
    }

    /// A parameter of the route's pattern, decoded.
    public String pathParameter(String name) {
        return Optional.ofNullable(pathParameters.get(name))
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "the route %s has no parameter %s".formatted(route, name)));
    }

    /// The first value of a parameter in the query.
    public Optional<String> query(String name) {
        return Optional.ofNullable(Request.extractQueryParameters(request).getValue(name));
    }

    /// The first value of a header field.
    public Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /// The client's address, without its port.
    public String remoteAddress() {
        return request.getConnectionMetaData().getRemoteSocketAddress()
                        instanceof InetSocketAddress address
                ? address.getHostString()
                : "";
    }

    public HttpLimits limits() {
        return limits;
    }

    /// The body as sent, still packed if the client packed it. Reads throw [HttpException] at a
    /// limit and [ClientGoneException] when the client is gone. A body whose announced length is
    /// over the limit is refused here, before anything of it is read.
    public InputStream body() {
        body.checkAnnounced();
        return body;
    }

    /// The length that the client announced, or -1.
    public long announcedBytes() {
        return request.getLength();
    }

    /// Whether the server has begun to leave, for answers that last.
    public DrainSignal drain() {
        return drain;
    }

    RequestBody requestBody() {
        return body;
    }

    List<String> pathSegments() {
        var canonical = request.getHttpURI().getCanonicalPath();
        return canonical == null
                ? List.of()
                : PathPattern.split(canonical).stream().map(URIUtil::decodePath).toList();
    }

    long nanos(long now) {
        return now - request.getBeginNanoTime();
    }

    /// The answer is on its way from now on.
    void answers(AnswerStream stream) {
        answer = Optional.of(stream);
    }

    /// One line about a request under way: which, for how long, and who is being waited for.
    String describe(long now) {
        return "%s %s %s after %.1f s: %s"
                .formatted(requestId, method(), path(), nanos(now) / 1e9, whatIsWaitedFor());
    }

    private String whatIsWaitedFor() {
        var sent = answer;
        if (sent.isPresent()) {
            return "%,d bytes of its answer are sent".formatted(sent.get().sentBytes());
        }
        var received = body.receivedBytes();
        if (!body.isAwaited()) {
            return "it is worked on, after %,d bytes of its body".formatted(received);
        }
        return request.getLength() < 0
                ? "its body comes, after %,d bytes".formatted(received)
                : "its body comes, after %,d bytes of %,d".formatted(received, request.getLength());
    }

    void matched(Routes.Match.Found found) {
        route = found.route();
        pathParameters = found.parameters();
    }
}
