package org.kingfisherprocess.service.submission;

import java.util.Map;

/// Why a file could not be had; the JSON text of `errors` is the body, checked to be JSON when it
/// came in. v1's client sends an object.
///
/// @param url where the spider tried; may be empty
public record FileErrorsSubmission(
        CollectionKey collection, String ocdsVersion, String fileName, String url)
        implements SpooledSubmission {
    static final String KIND_WORD = "file_errors";

    public FileErrorsSubmission {
        StorableText.require(OCDS_VERSION, ocdsVersion);
        StorableText.requireIndexable(FILE_NAME, fileName);
        StorableText.require(URL, url);
    }

    @Override
    public String kind() {
        return KIND_WORD;
    }

    @Override
    public String label() {
        return fileName + " errors";
    }

    @Override
    public Map<String, String> fields() {
        var fields = commonFields();
        fields.put(FILE_NAME, fileName);
        fields.put(URL, url);
        return SpooledFields.withoutEmpty(fields);
    }

    static FileErrorsSubmission read(SpooledFields fields) {
        return new FileErrorsSubmission(
                fields.collection(),
                fields.ocdsVersion(),
                fields.required(FILE_NAME),
                fields.orEmpty(URL));
    }
}
