package org.kingfisherprocess.bench.load;

import java.util.Map;
import java.util.Optional;

/// An answer of the server; header names in lower case.
public record Answer(int status, Map<String, String> headers, String text) {
    public Answer {
        headers = Map.copyOf(headers);
    }

    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    boolean keepsConnection() {
        return headers.containsKey("content-length")
                && !headers.getOrDefault("connection", "").equalsIgnoreCase("close");
    }
}
