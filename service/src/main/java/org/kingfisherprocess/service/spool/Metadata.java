package org.kingfisherprocess.service.spool;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;

/// A record's metadata: the submission, and the name of the file that holds its body, or "".
record Metadata(Submission submission, String bodyFile) {

    byte[] encode() {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            put(out, submission.group());
            put(out, submission.label());
            put(out, bodyFile);
            out.writeInt(submission.fields().size());
            for (var field : submission.fields().entrySet()) {
                put(out, field.getKey());
                put(out, field.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /// From bytes whose checksum has been verified.
    static Metadata decode(ByteBuffer bytes, boolean closing) {
        String group = get(bytes);
        String label = get(bytes);
        String bodyFile = get(bytes);
        int count = bytes.getInt();
        var fields = new LinkedHashMap<String, String>();
        for (int i = 0; i < count; i++) {
            fields.put(get(bytes), get(bytes));
        }
        return new Metadata(new Submission(group, label, closing, fields), bodyFile);
    }

    private static void put(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String get(ByteBuffer bytes) {
        byte[] text = new byte[bytes.getInt()];
        bytes.get(text);
        return new String(text, UTF_8);
    }
}
