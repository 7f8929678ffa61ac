package org.kingfisherprocess.bench.load;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/// The body of a request, as the spiders' client writes it.
record Body(String contentType, long length, Content content) {
    private static final String BOUNDARY = "5a0d3c1e-6f1b-4b57-9a53-8c0f7e2d4b16";

    /// What writes it.
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static Body urlencoded(Map<String, String> fields) {
        var text =
                fields.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"));
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        return new Body("application/x-www-form-urlencoded", bytes.length, out -> out.write(bytes));
    }

    /// Text parts sorted by name and without a content type; last the file, with a length of its
    /// own.
    static Body multipart(
            Map<String, String> fields, String fileName, long fileBytes, Content file) {
        var head = new StringBuilder();
        fields.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(field ->
                        head.append(
                                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                        .formatted(BOUNDARY, field.getKey(), field.getValue())));
        head.append(
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(BOUNDARY, fileName, fileBytes));
        var before = head.toString().getBytes(StandardCharsets.UTF_8);
        var after = "\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8);
        return new Body(
                "multipart/form-data; boundary=" + BOUNDARY,
                before.length + fileBytes + after.length,
                out -> {
                    out.write(before);
                    file.writeTo(out);
                    out.write(after);
                });
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
