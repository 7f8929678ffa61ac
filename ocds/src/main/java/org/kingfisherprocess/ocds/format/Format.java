package org.kingfisherprocess.ocds.format;

import java.util.Optional;

/// What an OCDS value is, as its members tell.
public enum Format {
    /// It has `records`.
    RECORD_PACKAGE("record package"),
    /// It has `releases` and an `ocid`.
    RECORD("record"),
    /// It has `releases`, and no `ocid`.
    RELEASE_PACKAGE("release package"),
    /// It has a tag `compiled`.
    COMPILED_RELEASE("compiled release"),
    /// It has a tag.
    RELEASE("release"),
    /// It has an `ocid`, and no tag.
    VERSIONED_RELEASE("versioned release"),
    /// It has nothing but what describes a package.
    EMPTY_PACKAGE("empty package");

    private final String formatName;

    Format(String formatName) {
        this.formatName = formatName;
    }

    /// The name by which databases of version 2 and users of ocdskit know it.
    public String formatName() {
        return formatName;
    }

    /// The format with this name.
    public static Optional<Format> of(String formatName) {
        for (Format format : values()) {
            if (format.formatName.equals(formatName)) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /// Whether a [Splitter] finds documents in it that can be stored: anything but versioned
    /// releases and empty packages.
    public boolean hasDocuments() {
        return this != VERSIONED_RELEASE && this != EMPTY_PACKAGE;
    }
}
