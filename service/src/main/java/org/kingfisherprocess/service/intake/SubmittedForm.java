package org.kingfisherprocess.service.intake;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.kingfisherprocess.service.http.FormField;
import org.kingfisherprocess.service.http.FormReader;
import org.kingfisherprocess.service.http.HttpException;
import org.kingfisherprocess.service.spool.SpoolBody;
import org.kingfisherprocess.service.submission.SpooledSubmission;

/// Takes one request's form apart: the field that is the body goes into the spool as it comes, the
/// few others are kept as text. Their order does not matter.
final class SubmittedForm {
    private static final int COPY_BYTES = 64 << 10;
    private static final Set<String> KEPT =
            Set.of(
                    SpooledSubmission.SOURCE,
                    SpooledSubmission.DATA_VERSION,
                    SpooledSubmission.SAMPLE,
                    SpooledSubmission.OCDS_VERSION,
                    SpooledSubmission.NOTE,
                    SpooledSubmission.FILE_NAME,
                    SpooledSubmission.URL,
                    SpooledSubmission.DATA_TYPE,
                    SpooledSubmission.ENCODING,
                    SpooledSubmission.NUMBER,
                    SubmittedFields.LOCAL_FILE_NAME,
                    SubmittedFields.ERRORS);

    private final SubmissionKind kind;
    private final SpoolBody body;
    private final int maxFieldBytes;
    private final Map<String, String> texts = new HashMap<>();
    private String sentFileName = "";
    private boolean hasBody;

    SubmittedForm(SubmissionKind kind, SpoolBody body, int maxFieldBytes) {
        this.kind = kind;
        this.body = body;
        this.maxFieldBytes = maxFieldBytes;
    }

    void readAll(FormReader form) throws IOException {
        for (var next = form.next(); next.isPresent(); next = form.next()) {
            var field = next.orElseThrow();
            if (field.name().equals(kind.bodyField())) {
                takeBody(field);
            } else if (KEPT.contains(field.name())) {
                // The first one counts, as in v1. PostgreSQL cannot store U+0000 in a text.
                texts.putIfAbsent(field.name(), field.text(maxFieldBytes).replace('\0', '\uFFFD'));
            }
        }
    }

    SubmittedFields fields() {
        return new SubmittedFields(Map.copyOf(texts));
    }

    boolean hasBody() {
        return hasBody;
    }

    /// The name that the client gave the file that it sent; may be empty.
    String sentFileName() {
        return sentFileName;
    }

    private void takeBody(FormField field) throws IOException {
        if (hasBody) {
            throw HttpException.badRequest(
                    field.name() + " is there twice: send one in each request");
        }
        if (kind == SubmissionKind.FILE && !field.part()) {
            throw HttpException.badRequest(
                    "file must be sent as a part of multipart/form-data (with curl: -F file=@NAME)");
        }
        hasBody = true;
        sentFileName = field.fileName();
        var buffer = new byte[COPY_BYTES];
        var content = field.content();
        for (var read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            body.write(buffer, 0, read);
        }
    }
}
