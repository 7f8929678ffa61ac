package org.kingfisherprocess.service.intake;

import org.kingfisherprocess.service.submission.EndSubmission;
import org.kingfisherprocess.service.submission.FileErrorsSubmission;
import org.kingfisherprocess.service.submission.FileSubmission;
import org.kingfisherprocess.service.submission.ItemSubmission;
import org.kingfisherprocess.service.submission.SpooledSubmission;

/// The four submit routes: what each calls itself, which field becomes the body, and what the other
/// fields mean.
///
/// A `data_type` or `encoding` that we do not know is accepted: the client never sends a file
/// again, so a refusal would lose it for a mistake in one word; stored, it can be recognised by
/// what it holds, or the mistake recorded beside it.
enum SubmissionKind {
    FILE("file", "file") {
        @Override
        SpooledSubmission submission(SubmittedFields fields, String sentFileName) {
            return new FileSubmission(
                    fields.collection(),
                    fields.ocdsVersion(),
                    sentFileName.isBlank()
                            ? fields.required(SpooledSubmission.FILE_NAME)
                            : fields.orElse(SpooledSubmission.FILE_NAME, sentFileName),
                    fields.orEmpty(SpooledSubmission.URL),
                    fields.orEmpty(SpooledSubmission.DATA_TYPE),
                    fields.orElse(SpooledSubmission.ENCODING, SpooledSubmission.DEFAULT_ENCODING),
                    fields.orEmpty(SpooledSubmission.NOTE));
        }
    },
    ITEM("item", "data") {
        @Override
        SpooledSubmission submission(SubmittedFields fields, String sentFileName) {
            return new ItemSubmission(
                    fields.collection(),
                    fields.ocdsVersion(),
                    fields.required(SpooledSubmission.FILE_NAME),
                    fields.orEmpty(SpooledSubmission.URL),
                    fields.orEmpty(SpooledSubmission.DATA_TYPE),
                    fields.number(),
                    fields.orEmpty(SpooledSubmission.NOTE));
        }
    },
    FILE_ERRORS("file_errors", "") {
        @Override
        SpooledSubmission submission(SubmittedFields fields, String sentFileName) {
            return new FileErrorsSubmission(
                    fields.collection(),
                    fields.ocdsVersion(),
                    fields.required(SpooledSubmission.FILE_NAME),
                    fields.orEmpty(SpooledSubmission.URL));
        }
    },
    END("end_collection_store", "") {
        @Override
        SpooledSubmission submission(SubmittedFields fields, String sentFileName) {
            return new EndSubmission(fields.collection(), fields.ocdsVersion());
        }
    };

    private final String routeName;
    private final String bodyField;

    SubmissionKind(String routeName, String bodyField) {
        this.routeName = routeName;
        this.bodyField = bodyField;
    }

    /// The path below `/api/v1/submit/`.
    String routeName() {
        return routeName;
    }

    /// The field that is streamed into the body; empty where none is.
    String bodyField() {
        return bodyField;
    }

    /// What the fields say. `sentFileName` is the name that came with a file, for want of a
    /// `file_name`.
    abstract SpooledSubmission submission(SubmittedFields fields, String sentFileName);
}
