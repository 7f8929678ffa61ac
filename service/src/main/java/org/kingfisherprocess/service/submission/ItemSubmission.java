package org.kingfisherprocess.service.submission;

import java.util.Map;

/// One item of a file; its `data` is the body, as bytes of UTF-8, JSON or not.
///
/// @param url where the spider got it; may be empty
/// @param dataType as sent, known to the loader or not
/// @param number the item's number in its file, as sent: v1's client counts from 1
/// @param note for the collection, stored once; empty for none
public record ItemSubmission(
        CollectionKey collection,
        String ocdsVersion,
        String fileName,
        String url,
        String dataType,
        int number,
        String note)
        implements SpooledSubmission {
    static final String KIND_WORD = "item";

    public ItemSubmission {
        StorableText.require(OCDS_VERSION, ocdsVersion);
        StorableText.requireIndexable(FILE_NAME, fileName);
        StorableText.require(URL, url);
        StorableText.require(NOTE, note);
    }

    @Override
    public String kind() {
        return KIND_WORD;
    }

    @Override
    public String label() {
        return fileName + " item " + number;
    }

    @Override
    public Map<String, String> fields() {
        var fields = commonFields();
        fields.put(FILE_NAME, fileName);
        fields.put(URL, url);
        fields.put(DATA_TYPE, dataType);
        fields.put(NUMBER, Integer.toString(number));
        fields.put(NOTE, note);
        return SpooledFields.withoutEmpty(fields);
    }

    static ItemSubmission read(SpooledFields fields) {
        return new ItemSubmission(
                fields.collection(),
                fields.ocdsVersion(),
                fields.required(FILE_NAME),
                fields.orEmpty(URL),
                fields.orEmpty(DATA_TYPE),
                fields.number(),
                fields.orEmpty(NOTE));
    }
}
