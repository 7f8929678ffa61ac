package org.kingfisherprocess.service.submission;

import java.util.Map;

/// Nothing more will come for the collection. It has no body.
public record EndSubmission(CollectionKey collection, String ocdsVersion)
        implements SpooledSubmission {
    static final String KIND_WORD = "end";

    public EndSubmission {
        StorableText.require(OCDS_VERSION, ocdsVersion);
    }

    @Override
    public String kind() {
        return KIND_WORD;
    }

    @Override
    public String label() {
        return "end of " + collection.text();
    }

    @Override
    public boolean closing() {
        return true;
    }

    @Override
    public Map<String, String> fields() {
        return SpooledFields.withoutEmpty(commonFields());
    }

    static EndSubmission read(SpooledFields fields) {
        return new EndSubmission(fields.collection(), fields.ocdsVersion());
    }
}
