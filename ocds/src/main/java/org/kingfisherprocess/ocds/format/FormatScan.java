package org.kingfisherprocess.ocds.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kingfisherprocess.ocds.json.JsonScanner;
import org.kingfisherprocess.ocds.json.JsonScanner.Token;

/// One run of a [FormatDetector] over a stream. It goes down only where a place of interest may lie
/// and passes over the rest.
final class FormatScan {
    private static final int METADATA_OF_A_PACKAGE = 4;
    private static final byte[] COMPILED = "compiled".getBytes(UTF_8);

    private final JsonScanner scanner;
    private final FormatDetector detector;
    private final long enoughBytes;

    private final String rootPath;
    private List<String> places = List.of();
    private String records = "";
    private String releases = "";
    private String ocid = "";
    private String tagItem = "";
    private List<String> metadata = List.of();

    private boolean rootFound;
    private boolean array;
    private String scalar = "";
    private boolean hasRecords;
    private boolean hasReleases;
    private boolean hasOcid;
    private boolean hasTag;
    private boolean hasTagCompiled;
    private int metadataCount;
    private boolean concatenated;

    FormatScan(JsonScanner scanner, FormatDetector detector, long enoughBytes) {
        this.scanner = scanner;
        this.detector = detector;
        this.enoughBytes = enoughBytes;
        this.rootPath = detector.rootPath();
    }

    Detection run() throws IOException {
        boolean anything = false;
        while (!isOver()) {
            Token token = scanner.next();
            if (token == Token.END) {
                break;
            }
            anything = true;
            topLevel(token);
        }
        if (!rootFound) {
            return anything
                    ? new Detection.NothingAtPath(detector.rootPath())
                    : new Detection.NotJson("the file is empty: there is no JSON value in it");
        }
        return verdict();
    }

    private void topLevel(Token token) throws IOException {
        if (token == Token.STRING) {
            scanner.skipTo(0);
        }
        value(token, "", true);
    }

    private boolean isOver() {
        return concatenated || !scalar.isEmpty() || isEnough();
    }

    private boolean isEnough() {
        return enoughBytes < Long.MAX_VALUE
                && rootFound
                && (hasRecords || (scanner.offset() > enoughBytes && isKnown()));
    }

    /// A value at a place, whose first token has been read.
    private void value(Token token, String place, boolean top) throws IOException {
        event(token, place);
        boolean object = token == Token.START_OBJECT;
        if (!object && token != Token.START_ARRAY) {
            return;
        }
        if (leadsSomewhere(place, top)) {
            members(object, place, top);
        } else {
            passOver(scanner.depth() - 1);
        }
    }

    private void members(boolean object, String place, boolean top) throws IOException {
        int depth = scanner.depth();
        String before = top ? "" : place + ".";
        while (!isOver()) {
            Token next = scanner.next();
            if (scanner.depth() < depth) {
                return;
            }
            if (object) {
                String name = scanner.nameText();
                hasTagCompiled |= rootFound && place.equals(tagItem) && name.equals("compiled");
                value(scanner.next(), before + name, false);
            } else {
                value(next, before + "item", false);
            }
        }
    }

    private void passOver(int depth) throws IOException {
        if (enoughBytes == Long.MAX_VALUE) {
            scanner.skipTo(depth);
        }
        while (scanner.depth() > depth && !isEnough()) {
            scanner.next();
        }
    }

    private boolean leadsSomewhere(String place, boolean top) {
        if (top) {
            return true;
        }
        if (!rootFound) {
            return rootPath.startsWith(place + ".");
        }
        if (place.equals(tagItem)) {
            return true;
        }
        for (String wanted : places) {
            if (wanted.length() > place.length()
                    && wanted.startsWith(place)
                    && wanted.charAt(place.length()) == '.') {
                return true;
            }
        }
        return false;
    }

    /// A value starts at a place.
    private void event(Token token, String place) throws IOException {
        if (!rootFound) {
            if (place.equals(rootPath)) {
                beginRoot(token);
            }
            return;
        }
        if (place.equals(records)) {
            hasRecords = true;
        } else if (place.equals(releases)) {
            hasReleases = true;
        } else if (place.equals(ocid)) {
            hasOcid = true;
        } else if (place.equals(tagItem)) {
            hasTag = true;
            hasTagCompiled |= token == Token.STRING && scanner.textIs(COMPILED);
        } else if (metadata.contains(place)) {
            metadataCount++;
        }
        // A further value on top; or a member without a name, which ijson cannot tell from one.
        concatenated |= place.isEmpty();
    }

    private void beginRoot(Token token) {
        rootFound = true;
        array = token == Token.START_ARRAY;
        scalar =
                switch (token) {
                    case STRING -> "string";
                    case NUMBER -> "number";
                    case TRUE, FALSE -> "boolean";
                    case NULL -> "null";
                    default -> "";
                };
        String base = (rootPath.isEmpty() ? "" : rootPath + ".") + (array ? "item." : "");
        records = base + "records";
        releases = base + "releases";
        ocid = base + "ocid";
        tagItem = base + "tag.item";
        metadata = new ArrayList<>(detector.additionalPrefixes().size() + 4);
        for (String name : List.of("publishedDate", "publisher.name", "uri", "version")) {
            metadata.add(base + name);
        }
        detector.additionalPrefixes().forEach(name -> metadata.add(base + name));
        places = new ArrayList<>(metadata);
        places.add(tagItem);
        // The others matter too where somebody names a member "x.records".
        places.addAll(List.of(records, releases, ocid));
    }

    private Detection verdict() {
        if (!scalar.isEmpty()) {
            return new Detection.Unknown("top-level JSON value is a " + scalar);
        }
        Optional<Format> format = known();
        if (format.isEmpty() && metadataCount >= METADATA_OF_A_PACKAGE) {
            format = Optional.of(Format.EMPTY_PACKAGE);
        }
        return format.<Detection>map(found ->
                        new Detection.Detected(new DetectedFormat(found, concatenated, array)))
                .orElseGet(() ->
                        new Detection.Unknown(
                                "top-level JSON value is a non-OCDS "
                                        + (array ? "array" : "object")));
    }

    private boolean isKnown() {
        return known().filter(Format::hasDocuments).isPresent();
    }

    /// The format by the members met so far, unless there are none.
    private Optional<Format> known() {
        if (hasRecords) {
            return Optional.of(Format.RECORD_PACKAGE);
        }
        if (hasReleases) {
            return Optional.of(hasOcid ? Format.RECORD : Format.RELEASE_PACKAGE);
        }
        if (hasTagCompiled) {
            return Optional.of(Format.COMPILED_RELEASE);
        }
        if (hasTag) {
            return Optional.of(Format.RELEASE);
        }
        return hasOcid ? Optional.of(Format.VERSIONED_RELEASE) : Optional.empty();
    }
}
