package org.kingfisherprocess.service.steps.transform;

import org.kingfisherprocess.service.store.CollectionNotes.Code;

/// What may be found out about an OCID while it is compiled or upgraded, with the words of its
/// notes.
enum Finding {
    NOT_COMPILED(Code.ERROR, "can't be compiled", "can't be compiled"),
    NOT_STORED(
            Code.ERROR, "was compiled, but can't be stored", "were compiled, but can't be stored"),
    SEVERAL_RECORDS(
            Code.WARNING,
            "has several records: the first was used",
            "have several records: the first was used"),
    LINKED_RELEASES(
            Code.WARNING,
            "has a record with linked releases, or without dated ones: its compiledRelease was used",
            "have records with linked releases, or without dated ones: their compiledRelease was used"),
    COMPILED_RELEASE_IN_RECORD(
            Code.WARNING,
            "has a record without a compiledRelease: its release tagged compiled was used",
            "have records without a compiledRelease: their release tagged compiled was used"),
    SEVERAL_COMPILED_RELEASES(
            Code.WARNING,
            "has several releases tagged compiled: the first was used",
            "have several releases tagged compiled: the first was used"),
    UNDATED_RELEASES(
            Code.WARNING,
            "has releases without a date, which were left out",
            "have releases without a date, which were left out"),
    REPEATED_DATE(
            Code.WARNING,
            "has releases with the same date: their order may be chance",
            "have releases with the same date: their order may be chance"),
    DUPLICATE_ID(
            Code.WARNING,
            "has lists with several objects of one id, which were merged",
            "have lists with several objects of one id, which were merged"),
    PARTY_DIFFERS(
            Code.WARNING,
            "has organizations that are described in different ways: the first description was kept",
            "have organizations that are described in different ways: the first description was kept"),
    NOT_UPGRADED(
            Code.WARNING,
            "has values that OCDS 1.0 does not allow, which were not upgraded",
            "have values that OCDS 1.0 does not allow, which were not upgraded");

    private final Code code;
    private final String one;
    private final String many;

    Finding(Code code, String one, String many) {
        this.code = code;
        this.one = one;
        this.many = many;
    }

    Code code() {
        return code;
    }

    String text(String ocid) {
        return "OCID " + ocid + " " + one;
    }

    /// The OCID that such a text names; it may hold spaces.
    String ocid(String text) {
        return text.substring("OCID ".length(), text.length() - one.length() - 1);
    }

    String text(long count) {
        return "%,d OCIDs %s".formatted(count, many);
    }

    /// The texts of both kinds, as patterns of `like`.
    String patternOfOne() {
        return "OCID % " + one;
    }

    String patternOfMany() {
        return "% OCIDs " + many;
    }
}
