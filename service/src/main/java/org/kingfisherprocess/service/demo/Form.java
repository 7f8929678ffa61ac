package org.kingfisherprocess.service.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The body of a request, as the client of version 1's spiders writes it.
record Form(String contentType, long bytes, Content content) {
    private static final String BOUNDARY = "1f0c9a52-3f7e-4a0b-8f6d-2f1f0e6c7b35";

    /// What writes it.
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static Form urlencoded(Map<String, String> fields) {
        var text =
                new TreeMap<>(fields)
                        .entrySet().stream()
                                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                                .collect(Collectors.joining("&"));
        var bytes = text.getBytes(UTF_8);
        return new Form("application/x-www-form-urlencoded", bytes.length, out -> out.write(bytes));
    }

    /// Fields sorted by name, and last the file, which is streamed.
    static Form multipart(Map<String, String> fields, String name, Path file) throws IOException {
        var head = new StringBuilder();
        new TreeMap<>(fields).forEach((field, value) -> head.append(part(field, value)));
        long length = Files.size(file);
        head.append(
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(BOUNDARY, name.replace("\"", "%22"), length));
        var before = head.toString().getBytes(UTF_8);
        var after = "\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(UTF_8);
        return new Form(
                "multipart/form-data; boundary=" + BOUNDARY,
                before.length + length + after.length,
                out -> {
                    out.write(before);
                    Files.copy(file, out);
                    out.write(after);
                });
    }

    private static String part(String name, String value) {
        return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                .formatted(BOUNDARY, name, value);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }
}
