package org.kingfisherprocess.ocds.format;

import static org.kingfisherprocess.ocds.json.JsonScanner.BrokenText.REFUSED;
import static org.kingfisherprocess.ocds.json.JsonScanner.BrokenText.TOLERATED;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.kingfisherprocess.ocds.json.JsonLimits;
import org.kingfisherprocess.ocds.json.JsonScanner;
import org.kingfisherprocess.ocds.json.JsonSyntaxException;
import org.kingfisherprocess.ocds.json.MalformedTextException;

/// Tells what an OCDS file is from the members that it has, as ocdskit does.
///
/// A place in a file is the names on the way to it, joined by dots, with `item` for an element of
/// an array (as ijson writes it): so a member `a.b` is at the same place as the member `b` of `a`.
///
/// ```java
/// switch (FormatDetector.DEFAULT.detect(input)) {
///     case Detection.Detected(DetectedFormat format) -> load(format);
///     case Detection.Unknown(String message) -> warn(message);
///     case Detection.NotJson(String message) -> warn(message);
///     case Detection.NothingAtPath(String path) -> warn("nothing at " + path);
/// }
/// ```
///
/// @param rootPath where the value of interest is; empty for the top-level value
/// @param additionalPrefixes members that describe a package, beside `publishedDate`,
///   `publisher.name`, `uri` and `version`; four of them make a package without documents
public record FormatDetector(String rootPath, List<String> additionalPrefixes) {
    /// Looks at top-level values, at OCDS's own members.
    public static final FormatDetector DEFAULT = new FormatDetector("", List.of());

    public FormatDetector {
        additionalPrefixes = List.copyOf(additionalPrefixes);
    }

    /// Reads the stream until the first top-level value after the one at the path, or to its end.
    ///
    /// @throws IOException if the stream cannot be read
    public Detection detect(InputStream utf8) throws IOException {
        var scanner = new JsonScanner(utf8, JsonLimits.DEFAULT, REFUSED);
        return detect(new FormatScan(scanner, this, Long.MAX_VALUE));
    }

    /// Reads no more of the stream than is needed: until the format is certain, or until it is
    /// known and `enoughBytes` have been read. What comes later is not seen (not even a second
    /// value, so that `concatenated` may be false), and texts that [#detect] refuses are left to
    /// the splitter.
    ///
    /// @throws IOException if the stream cannot be read
    public Detection detectBeginning(InputStream utf8, long enoughBytes) throws IOException {
        var scanner = new JsonScanner(utf8, JsonLimits.DEFAULT, TOLERATED);
        return detect(new FormatScan(scanner, this, enoughBytes));
    }

    private Detection detect(FormatScan scan) throws IOException {
        try {
            return scan.run();
        } catch (JsonSyntaxException e) {
            return new Detection.NotJson(e.getMessage());
        } catch (MalformedTextException e) {
            return new Detection.NotJson(e.getMessage());
        }
    }
}
