package org.kingfisherprocess.service.intake;

import java.util.Map;
import org.kingfisherprocess.service.submission.CollectionKey;
import org.kingfisherprocess.service.submission.SpooledSubmission;
import org.kingfisherprocess.service.submission.SubmissionException;

/// The text fields of one submit request, by name.
record SubmittedFields(Map<String, String> byName) {
    /// Fields that are held in memory; any other is skipped, whatever its size. `file` and `data`
    /// are streamed.
    static final String LOCAL_FILE_NAME = "local_file_name";

    static final String ERRORS = "errors";

    String orEmpty(String name) {
        return byName.getOrDefault(name, "");
    }

    /// The field's text, or the given one where the field is missing or empty.
    String orElse(String name, String absent) {
        var value = orEmpty(name);
        return value.isBlank() ? absent : value;
    }

    String required(String name) {
        var value = orEmpty(name);
        if (value.isBlank()) {
            throw new SubmissionException(name, name + " is missing");
        }
        return value;
    }

    CollectionKey collection() {
        return CollectionKey.of(
                orEmpty(SpooledSubmission.SOURCE),
                orEmpty(SpooledSubmission.DATA_VERSION),
                orEmpty(SpooledSubmission.SAMPLE));
    }

    String ocdsVersion() {
        return orElse(SpooledSubmission.OCDS_VERSION, SpooledSubmission.DEFAULT_OCDS_VERSION);
    }

    /// A whole number from 0.
    int number() {
        var text = required(SpooledSubmission.NUMBER).strip();
        try {
            var number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw noNumber(text, e);
        }
        throw noNumber(text, new NumberFormatException("negative"));
    }

    private static SubmissionException noNumber(String text, NumberFormatException cause) {
        var refused =
                new SubmissionException(
                        SpooledSubmission.NUMBER,
                        "%s must be a whole number from 0 to %d, was '%s'"
                                .formatted(
                                        SpooledSubmission.NUMBER,
                                        Integer.MAX_VALUE,
                                        text.length() <= 40 ? text : text.substring(0, 40) + "…"));
        refused.initCause(cause);
        return refused;
    }
}
