package org.kingfisherprocess.service.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.kingfisherprocess.service.http.Answer;
import org.kingfisherprocess.service.http.Call;
import org.kingfisherprocess.service.http.FormReader;
import org.kingfisherprocess.service.http.HttpException;
import org.kingfisherprocess.service.http.RequestHandler;
import org.kingfisherprocess.service.spool.SpoolBody;
import org.kingfisherprocess.service.spool.SpoolFullException;
import org.kingfisherprocess.service.spool.SpoolWriter;
import org.kingfisherprocess.service.spool.Submission;
import org.kingfisherprocess.service.submission.SpooledSubmission;
import org.kingfisherprocess.service.submission.SubmissionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One submit route. Asks for the key and for space before anything of the body is read, and
/// answers 200 only when the whole submission is on stable storage; any other answer, and none at
/// all, means that nothing of it is kept.
final class Submit implements RequestHandler {
    static final String RECEIPT_HEADER = "Kingfisher-Receipt";

    private static final Logger LOG = LoggerFactory.getLogger("ocdskingfisher.web");
    private static final String RETRY_AFTER_SECONDS = "60";

    private final SubmissionKind kind;
    private final ApiKeys keys;
    private final SpoolWriter spool;
    private final LocalFiles localFiles;

    Submit(SubmissionKind kind, ApiKeys keys, SpoolWriter spool, LocalFiles localFiles) {
        this.kind = kind;
        this.keys = keys;
        this.spool = spool;
        this.localFiles = localFiles;
    }

    @Override
    public Answer handle(Call call) throws IOException {
        if (!keys.admit(call.header("Authorization").orElse(""))) {
            throw new HttpException(
                    401,
                    "the header 'Authorization: ApiKey KEY' is missing, or its key is unknown",
                    Map.of("WWW-Authenticate", "ApiKey"));
        }
        try {
            spool.requireSpace(Math.max(call.announcedBytes(), 0));
            return store(call);
        } catch (SubmissionException e) {
            throw HttpException.badRequest(String.valueOf(e.getMessage()));
        } catch (SpoolFullException e) {
            LOG.error("{}", e.getMessage());
            throw new HttpException(
                    507,
                    "the disk of this server is too full (%,d bytes free, %,d kept in reserve): nothing was stored, send it again later"
                            .formatted(e.freeBytes(), e.reserveBytes()),
                    Map.of("Retry-After", RETRY_AFTER_SECONDS));
        }
    }

    private Answer store(Call call) throws IOException {
        try (var body = spool.newBody()) {
            var form = new SubmittedForm(kind, body, call.limits().sizes().fieldBytes());
            form.readAll(FormReader.open(call));
            var submission = kind.submission(form.fields(), form.sentFileName());
            completeBody(form, body);
            var receipt = spool.append(entry(submission), body);
            LOG.debug(
                    "{} of {} has receipt {}",
                    submission.label(),
                    submission.collection().text(),
                    receipt);
            return Answer.text(200, "OK\n").with(RECEIPT_HEADER, receipt.toString());
        }
    }

    private void completeBody(SubmittedForm form, SpoolBody body) {
        switch (kind) {
            case FILE -> {
                if (!form.hasBody()) {
                    takeOver(form.fields(), body);
                }
            }
            case ITEM -> {
                if (!form.hasBody()) {
                    throw new SubmissionException("data", "data is missing");
                }
            }
            case FILE_ERRORS -> {
                var errors =
                        JsonText.checked(
                                        SubmittedFields.ERRORS,
                                        form.fields().required(SubmittedFields.ERRORS))
                                .getBytes(StandardCharsets.UTF_8);
                body.write(errors, 0, errors.length);
            }
            case END -> {}
        }
    }

    private void takeOver(SubmittedFields fields, SpoolBody body) {
        var name = fields.orEmpty(SubmittedFields.LOCAL_FILE_NAME);
        if (name.isEmpty()) {
            throw HttpException.badRequest(
                    "file is missing: send it as a part of multipart/form-data, or name it with local_file_name");
        }
        var file = localFiles.find(name);
        spool.requireSpace(size(file));
        body.copyFrom(file);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the size of " + file + " cannot be read", e);
        }
    }

    private static Submission entry(SpooledSubmission submission) {
        return new Submission(
                submission.collection().text(),
                submission.label(),
                submission.closing(),
                submission.fields());
    }
}
