package org.kingfisherprocess.ocds.schema;

/// A version of the standard, without its patch number.
///
/// ```java
/// var schema = OcdsSchema.of(OcdsVersion.V1_1);
/// ```
public enum OcdsVersion {
    V1_0("1.0"),
    V1_1("1.1");

    private final String text;

    OcdsVersion(String text) {
        this.text = text;
    }

    /// As in a package's `version`.
    public String text() {
        return text;
    }
}
