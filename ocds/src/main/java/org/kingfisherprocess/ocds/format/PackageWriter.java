package org.kingfisherprocess.ocds.format;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import org.kingfisherprocess.ocds.json.CanonicalJson;

/// Writes one package, document by document: what is not yet written is never held.
///
/// ```java
/// try (var writer = new PackageWriter(output, Document.Kind.RELEASE, packageData)) {
///     writer.add(document.json());
/// }
/// ```
///
/// Closing completes the package, and leaves the stream open. Not thread-safe.
public final class PackageWriter implements AutoCloseable {
    private final OutputStream output;
    private boolean first = true;
    private boolean closed;

    /// Begins a package.
    ///
    /// @param kind record packages have `records`, others `releases`
    /// @param packageData an object: what stands beside the documents
    public PackageWriter(OutputStream output, Document.Kind kind, CanonicalJson packageData)
            throws IOException {
        byte[] beside = packageData.utf8();
        if (beside[0] != '{') {
            throw new IllegalArgumentException(
                    "package data must be an object, was " + packageData.toString().charAt(0));
        }
        this.output = output;
        output.write(beside, 0, beside.length - 1);
        String comma = beside.length > 2 ? "," : "";
        String member = kind == Document.Kind.RECORD ? "records" : "releases";
        output.write((comma + '"' + member + "\":[").getBytes(US_ASCII));
    }

    /// Adds a document.
    public void add(CanonicalJson document) throws IOException {
        if (!first) {
            output.write(',');
        }
        first = false;
        output.write(document.utf8());
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            output.write("]}".getBytes(US_ASCII));
        }
    }
}
