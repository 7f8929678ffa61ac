package org.kingfisherprocess.ocds.format;

import static org.kingfisherprocess.ocds.format.Document.Kind.COMPILED_RELEASE;
import static org.kingfisherprocess.ocds.format.Document.Kind.RECORD;
import static org.kingfisherprocess.ocds.format.Document.Kind.RELEASE;

/// Where in a file its items are, and where in an item its documents.
///
/// @param lines whether a broken value ends with its line, and the next line is another item
/// @param wrapper the member of the top-level object that has the items; empty without a wrapper
/// @param items whether a value at that place is one item, a list of items, or may be both
/// @param holder the member of an item that has the package or document; empty without one
/// @param documents the member of the package that lists the documents; empty if the item is one
/// @param kind what the documents are
record Layout(
        boolean lines,
        String wrapper,
        Items items,
        String holder,
        String documents,
        Document.Kind kind) {

    enum Items {
        ONE,
        LIST,
        EITHER
    }

    static Layout of(DataType type) {
        return switch (type) {
            case RECORD_DOCUMENT -> Layout.documents(RECORD);
            case RELEASE_DOCUMENT -> Layout.documents(RELEASE);
            case COMPILED_RELEASE_DOCUMENT -> Layout.documents(COMPILED_RELEASE);
            case RECORD_LIST -> Layout.documents(RECORD).list();
            case RELEASE_LIST -> Layout.documents(RELEASE).list();
            case RECORD_PACKAGE -> Layout.packages(RECORD);
            case RELEASE_PACKAGE -> Layout.packages(RELEASE);
            case RECORD_PACKAGE_LIST -> Layout.packages(RECORD).list();
            case RELEASE_PACKAGE_LIST -> Layout.packages(RELEASE).list();
            case RECORD_PACKAGE_LIST_IN_RESULTS -> Layout.packages(RECORD).list().in("results");
            case RELEASE_PACKAGE_LIST_IN_RESULTS -> Layout.packages(RELEASE).list().in("results");
            case RECORD_PACKAGE_JSON_LINES -> Layout.packages(RECORD).inLines();
            case RELEASE_PACKAGE_JSON_LINES -> Layout.packages(RELEASE).inLines();
            case RELEASE_PACKAGE_IN_OCDS_RELEASE_PACKAGE_IN_LIST_IN_RESULTS ->
                    Layout.packages(RELEASE).list().in("results").heldBy("ocdsReleasePackage");
            case RELEASE_IN_RELEASE -> Layout.documents(RELEASE).heldBy("Release");
            case RELEASE_IN_RELEASE_JSON_LINES ->
                    Layout.documents(RELEASE).heldBy("Release").inLines();
        };
    }

    /// A value, or array of values, of a format that has documents.
    static Layout of(Format format) {
        Layout one =
                switch (format) {
                    case RECORD_PACKAGE -> packages(RECORD);
                    case RELEASE_PACKAGE -> packages(RELEASE);
                    case RECORD -> documents(RECORD);
                    case RELEASE -> documents(RELEASE);
                    case COMPILED_RELEASE -> documents(COMPILED_RELEASE);
                    case VERSIONED_RELEASE, EMPTY_PACKAGE ->
                            throw new IllegalArgumentException(
                                    "a file of the format \"%s\" has no documents to split it into;"
                                                    .formatted(format.formatName())
                                            + " ask Format.hasDocuments() first");
                };
        return new Layout(false, "", Items.EITHER, "", one.documents, one.kind);
    }

    private static Layout documents(Document.Kind kind) {
        return new Layout(false, "", Items.ONE, "", "", kind);
    }

    private static Layout packages(Document.Kind kind) {
        String member = kind == RECORD ? "records" : "releases";
        return new Layout(false, "", Items.ONE, "", member, kind);
    }

    private Layout list() {
        return new Layout(lines, wrapper, Items.LIST, holder, documents, kind);
    }

    private Layout in(String member) {
        return new Layout(lines, member, items, holder, documents, kind);
    }

    private Layout heldBy(String member) {
        return new Layout(lines, wrapper, items, member, documents, kind);
    }

    private Layout inLines() {
        return new Layout(true, wrapper, items, holder, documents, kind);
    }

    /// What a top-level value has to be.
    String expectation() {
        if (!wrapper.isEmpty()) {
            return "an object with the member \"" + wrapper + "\"";
        }
        return switch (items) {
            case ONE -> "an object";
            case LIST -> "an array";
            case EITHER -> "an object or an array";
        };
    }
}
