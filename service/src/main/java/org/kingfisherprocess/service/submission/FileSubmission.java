package org.kingfisherprocess.service.submission;

import java.util.Map;

/// A whole file; its bytes are the body.
///
/// @param url where the spider got it; may be empty
/// @param dataType as sent: what the loader does not know, or an empty one, is for the loader to
///   recognise or to record
/// @param encoding the character set as sent
/// @param note for the collection, stored once; empty for none
public record FileSubmission(
        CollectionKey collection,
        String ocdsVersion,
        String fileName,
        String url,
        String dataType,
        String encoding,
        String note)
        implements SpooledSubmission {
    static final String KIND_WORD = "file";

    public FileSubmission {
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
        return fileName;
    }

    @Override
    public Map<String, String> fields() {
        var fields = commonFields();
        fields.put(FILE_NAME, fileName);
        fields.put(URL, url);
        fields.put(DATA_TYPE, dataType);
        fields.put(ENCODING, encoding);
        fields.put(NOTE, note);
        return SpooledFields.withoutEmpty(fields);
    }

    static FileSubmission read(SpooledFields fields) {
        return new FileSubmission(
                fields.collection(),
                fields.ocdsVersion(),
                fields.required(FILE_NAME),
                fields.orEmpty(URL),
                fields.orEmpty(DATA_TYPE),
                fields.orElse(ENCODING, DEFAULT_ENCODING),
                fields.orEmpty(NOTE));
    }
}
