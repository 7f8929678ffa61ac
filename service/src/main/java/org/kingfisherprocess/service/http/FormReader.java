package org.kingfisherprocess.service.http;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Reads a form field by field, as a stream: a field of any size costs no memory unless its reader
/// keeps it.
public sealed interface FormReader permits MultipartReader, UrlencodedReader {
    /// The next field, in the order sent; skips what was left unread of the one before. Throws
    /// [HttpException] where the form is broken.
    Optional<FormField> next() throws IOException;

    /// Opens a request's body as the form that its Content-Type says, unpacked if it was sent with
    /// gzip.
    static FormReader open(Call call) throws IOException {
        var type = HeaderValue.parse(call.header("Content-Type").orElse(""));
        var body = UnpackedBody.of(call);
        return switch (type.word().toLowerCase(Locale.ROOT)) {
            case "multipart/form-data" ->
                    new MultipartReader(
                            body, type.parameter("boundary"), call.limits().sizes().parts());
            // Some clients name no type when there is nothing to send: then it is an empty form,
            // whose fields are missing.
            case "application/x-www-form-urlencoded", "" ->
                    new UrlencodedReader(body, call.limits().sizes().parts());
            case String other ->
                    throw new HttpException(
                            415,
                            "send the fields as %s, not as %s"
                                    .formatted(
                                            String.join(
                                                    " or ",
                                                    List.of(
                                                            "multipart/form-data",
                                                            "application/x-www-form-urlencoded")),
                                            other),
                            Map.of());
        };
    }

    /// Refuses a form of too many fields.
    static void checkCount(int count, int max) {
        if (count > max) {
            throw new HttpException(
                    413,
                    "the form has more than %d fields, which this server takes".formatted(max));
        }
    }
}
