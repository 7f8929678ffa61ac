package org.kingfisherprocess.ocds.format;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.CanonicalReader;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonScanner;
import org.kingfisherprocess.ocds.json.MemberValue;

/// Reads one document of a file, or says why it cannot be stored.
final class DocumentReader {
    private static final MemberValue NONE = new MemberValue.Other();

    private final CanonicalReader reader;
    private final Document.Kind kind;

    DocumentReader(JsonScanner scanner, JsonLimits limits, Document.Kind kind) {
        this.reader = new CanonicalReader(scanner, limits);
        this.kind = kind;
    }

    /// Reads the object just begun.
    Part read(String path) throws IOException {
        return switch (reader.read(JsonScanner.Token.START_OBJECT)) {
            case CanonicalReader.Read(CanonicalJson json) -> document(path, json);
            case CanonicalReader.Refused(String within, var defect) ->
                    new Part.Problem(
                            Part.Scope.ITEM, Splitter.join(path, within), defect.message());
        };
    }

    private Part document(String path, CanonicalJson json) {
        Optional<MemberValue> ocid = reader.member("ocid");
        String problem =
                switch (ocid.orElse(NONE)) {
                    case MemberValue.Text(String text) when !text.isEmpty() -> "";
                    case MemberValue.Text _ -> "the ocid is empty";
                    default -> ocid.isEmpty() ? "there is no ocid" : "the ocid is not a text";
                };
        if (!problem.isEmpty()) {
            String message = problem + ", so the document was skipped";
            return new Part.Problem(Part.Scope.ITEM, Splitter.join(path, "ocid"), message);
        }
        return new Part.DocumentRead(
                new Document(kind, json, text("ocid"), text("id"), text("date"), tags()));
    }

    private String text(String name) {
        return switch (reader.member(name).orElse(NONE)) {
            case MemberValue.Text(String text) -> text;
            case MemberValue.Numeral(String text) -> text;
            default -> "";
        };
    }

    private List<String> tags() {
        return switch (reader.member("tag").orElse(NONE)) {
            case MemberValue.Text(String text) -> List.of(text);
            case MemberValue.Texts(List<String> texts) -> texts;
            default -> List.of();
        };
    }
}
