package org.kingfisherprocess.service.http;

/// Is told of every request, for metrics. Called on the request's own thread: must be quick, and
/// must not throw.
public interface RequestObserver {
    /// Listens to nothing.
    RequestObserver NONE = new RequestObserver() {};

    /// A request's header has arrived.
    ///
    /// @param route the pattern that matched, or `unknown`
    default void started(String route) {}

    /// A request's answer has been sent, or cannot be.
    ///
    /// @param status as sent; 499 where the client left before its answer
    /// @param nanos from the request's header to the end of its answer
    /// @param receivedBytes of the body
    default void finished(String route, int status, long nanos, long receivedBytes) {}
}
