package org.kingfisherprocess.service.metrics;

/// How our metrics are called: Micrometer's dots become Prometheus' underscores.
final class Names {
    static final String PREFIX = "kingfisher.process.";

    private Names() {}
}
