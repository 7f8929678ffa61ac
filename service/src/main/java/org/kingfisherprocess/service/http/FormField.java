package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// One field of a form: its name, and its value as a stream of bytes that must be read before the
/// next field is asked for.
///
/// @param fileName as the client gave it with a file; empty if it gave none
/// @param part whether it is a part of multipart/form-data, where files can be sent
public record FormField(String name, String fileName, boolean part, InputStream content) {
    /// The whole value as text, where it is not longer than the limit. Bytes that are not UTF-8
    /// become U+FFFD, as v1 had it.
    public String text(int maxBytes) throws IOException {
        var bytes = content.readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw new HttpException(
                    413,
                    "the field %s is longer than %,d bytes, which this server takes for a field"
                            .formatted(name, maxBytes));
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
