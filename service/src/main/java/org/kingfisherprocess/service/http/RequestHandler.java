package org.kingfisherprocess.service.http;

import java.io.IOException;

/// Answers one request, on a virtual thread of its own: it may block.
@FunctionalInterface
public interface RequestHandler {
    /// Returns the answer or throws [HttpException]; any other exception is logged and answered
    /// with 500.
    Answer handle(Call call) throws IOException;
}
