package org.kingfisherprocess.service.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers what Jetty itself refuses (broken HTTP, too large a header) with a line of text, and
/// shows nothing of the server's inside.
final class ProtocolErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        var status = response.getStatus();
        var message =
                status == HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431
                        ? "the request's header is larger than this server takes"
                        : HttpStatus.getMessage(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.TEXT);
        response.write(
                true, ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.UTF_8)), callback);
        return true;
    }
}
