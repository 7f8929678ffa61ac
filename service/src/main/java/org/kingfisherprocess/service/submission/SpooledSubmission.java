package org.kingfisherprocess.service.submission;

import java.util.HashMap;
import java.util.Map;

/// One submission of a spider, without its body. The body, where there is one, is the spool's: a
/// file's bytes as they were sent, an item's `data`, or the JSON text of `errors`.
///
/// Written to a map of text fields, under the names of v1's form fields and `kind`; empty ones are
/// left out. A reader of a newer version reads the fields of an older one: what is absent has the
/// default of the v1 API.
public sealed interface SpooledSubmission
        permits FileSubmission, ItemSubmission, FileErrorsSubmission, EndSubmission {
    String KIND = "kind";
    String SOURCE = "collection_source";
    String DATA_VERSION = "collection_data_version";
    String SAMPLE = "collection_sample";
    String OCDS_VERSION = "collection_ocds_version";
    String NOTE = "collection_note";
    String FILE_NAME = "file_name";
    String URL = "url";
    String DATA_TYPE = "data_type";
    String ENCODING = "encoding";
    String NUMBER = "number";

    String DEFAULT_OCDS_VERSION = "1.1";
    String DEFAULT_ENCODING = "utf-8";

    /// The collection that this belongs to; its text is the spool's group.
    CollectionKey collection();

    /// The OCDS version that the collection gets if this submission is the one that creates it.
    String ocdsVersion();

    /// The word for its kind, in `kind`.
    String kind();

    /// One line that tells people what this is.
    String label();

    /// Whether nothing more is to come for the collection.
    default boolean closing() {
        return false;
    }

    /// The fields to keep; [#read] is the way back.
    Map<String, String> fields();

    /// Reads what [#fields] wrote.
    static SpooledSubmission read(Map<String, String> fields) {
        var read = new SpooledFields(fields);
        return switch (read.required(KIND)) {
            case FileSubmission.KIND_WORD -> FileSubmission.read(read);
            case ItemSubmission.KIND_WORD -> ItemSubmission.read(read);
            case FileErrorsSubmission.KIND_WORD -> FileErrorsSubmission.read(read);
            case EndSubmission.KIND_WORD -> EndSubmission.read(read);
            case String other ->
                    throw new SubmissionException(
                            KIND,
                            "a spooled entry is of the unknown kind '%s': it was written by a newer version"
                                    .formatted(other));
        };
    }

    /// The fields that every kind has.
    default Map<String, String> commonFields() {
        var fields = new HashMap<String, String>();
        fields.put(KIND, kind());
        fields.put(SOURCE, collection().source());
        fields.put(DATA_VERSION, collection().dataVersionText());
        fields.put(SAMPLE, Boolean.toString(collection().sample()));
        fields.put(OCDS_VERSION, ocdsVersion());
        return fields;
    }
}
