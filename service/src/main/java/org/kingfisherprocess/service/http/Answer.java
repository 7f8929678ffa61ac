package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/// What is sent back. `headers` are in addition to Content-Type, which `contentType` gives.
public record Answer(int status, String contentType, Map<String, String> headers, Content content) {
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String HTML = "text/html; charset=utf-8";
    public static final String JSON = "application/json";

    /// The body of an answer.
    public sealed interface Content {
        /// Held in memory; sent with its length.
        record Text(String text) implements Content {}

        /// Written while it is sent; blocks while the client is slow.
        record Streamed(Writer writer) implements Content {}
    }

    /// Writes a body; may flush to push what is there to the client.
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    public Answer {
        headers = Map.copyOf(headers);
    }

    public static Answer text(int status, String text) {
        return new Answer(status, TEXT, Map.of(), new Content.Text(text));
    }

    public static Answer html(int status, String html) {
        return new Answer(status, HTML, Map.of(), new Content.Text(html));
    }

    public static Answer json(int status, String json) {
        return new Answer(status, JSON, Map.of(), new Content.Text(json));
    }

    public static Answer streamed(int status, String contentType, Writer writer) {
        return new Answer(status, contentType, Map.of(), new Content.Streamed(writer));
    }

    /// The same with one more header.
    public Answer with(String name, String value) {
        return with(Map.of(name, value));
    }

    /// The same with more headers.
    public Answer with(Map<String, String> others) {
        var more = new LinkedHashMap<>(headers);
        more.putAll(others);
        return new Answer(status, contentType, more, content);
    }
}
