package org.kingfisherprocess.service.intake;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Requests byte by byte as v1's client sends them: no User-Agent, a Content-Length,
/// `Accept-Encoding: gzip`; text parts sorted by name and without a type, then the file with a
/// Content-Length of its own; the boundary a UUID.
final class ClientRequests {
    static final String KEY = "a-key";
    static final String BOUNDARY = "3f0e8f9a-5b7c-4d2e-9a1b-0c9d8e7f6a5b";

    private ClientRequests() {}

    /// The fields that every request has.
    static Map<String, String> base() {
        var fields = new LinkedHashMap<String, String>();
        fields.put("collection_source", "paraguay_dncp");
        fields.put("collection_data_version", "2020-05-31 23:59:59");
        fields.put("collection_sample", "True");
        fields.put("collection_ocds_version", "1.1");
        return fields;
    }

    /// The fields of a file, or with `number` and `data` of an item.
    static Map<String, String> file() {
        var fields = base();
        fields.put("file_name", "page-1.json");
        fields.put("url", "https://example.com/page?n=1&m=2");
        fields.put("data_type", "release_package");
        fields.put("encoding", "utf-8");
        return fields;
    }

    static Map<String, String> item() {
        var fields = file();
        fields.remove("encoding");
        fields.put("number", "1");
        fields.put("data", "{\"releases\": []}");
        return fields;
    }

    static Map<String, String> fileErrors() {
        var fields = base();
        fields.put("file_name", "page-1.json");
        fields.put("url", "https://example.com/page");
        fields.put("errors", "{\"http_code\": 404}");
        return fields;
    }

    static byte[] urlencoded(String route, Map<String, String> fields) {
        return urlencoded(route, fields, KEY);
    }

    static byte[] urlencoded(String route, Map<String, String> fields, String key) {
        var form =
                fields.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"))
                        .getBytes(StandardCharsets.UTF_8);
        return joined(head(route, key, "application/x-www-form-urlencoded", form.length), form);
    }

    static byte[] multipart(String route, Map<String, String> fields, byte[] file) {
        return multipart(route, fields, file, KEY);
    }

    static byte[] multipart(String route, Map<String, String> fields, byte[] file, String key) {
        var body = joined(beforeFile(fields, file.length), file, afterFile());
        return joined(
                head(route, key, "multipart/form-data; boundary=" + BOUNDARY, body.length), body);
    }

    /// Everything of a multipart body before the file's bytes.
    static byte[] beforeFile(Map<String, String> fields, long fileLength) {
        var text = new StringBuilder();
        new TreeMap<>(fields)
                .forEach((name, value) ->
                        text.append(
                                "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
                                        .formatted(BOUNDARY, name, value)));
        text.append(
                "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"page-1.json\"\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
                        .formatted(BOUNDARY, fileLength));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] afterFile() {
        return "\r\n--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] head(String route, String key, String type, long length) {
        return """
        POST /api/v1/submit/%s/ HTTP/1.1\r
        Authorization: ApiKey %s\r
        Content-Type: %s\r
        Content-Length: %d\r
        Accept-Encoding: gzip\r
        Host: 127.0.0.1:5000\r
        \r
        """
                .formatted(route, key, type, length)
                .getBytes(StandardCharsets.UTF_8);
    }

    static byte[] joined(byte[]... pieces) {
        var joined = new ByteArrayOutputStream();
        for (var piece : pieces) {
            joined.writeBytes(piece);
        }
        return joined.toByteArray();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
