package org.kingfisherprocess.service.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kingfisherprocess.ocds.format.DetectedFormat;
import org.kingfisherprocess.ocds.format.Detection;
import org.kingfisherprocess.ocds.format.FormatDetector;
import org.kingfisherprocess.ocds.format.Splitter;
import org.kingfisherprocess.ocds.json.CleanInput;
import org.kingfisherprocess.ocds.json.JsonLimits;

/// A file that a person named, or standard input (`-`), read as a stream.
record OcdsFile(String name) {
    private static final int BUFFER_BYTES = 1 << 16;

    /// Enough for what stands before the first release, whatever its publisher writes there.
    private static final int ENOUGH_BYTES = 1 << 16;

    /// How far the format may be looked for in standard input, which can be read only once.
    private static final int FARTHEST_BYTES = 64 << 20;

    boolean isStandardInput() {
        return name.equals("-");
    }

    InputStream open() throws IOException {
        return isStandardInput() ? System.in : Files.newInputStream(Path.of(name));
    }

    /// The documents of the file, whatever its format.
    Splitter split() throws IOException {
        var input = new BufferedInputStream(CleanInput.of(open(), "utf-8"), BUFFER_BYTES);
        input.mark(FARTHEST_BYTES);
        var format =
                format(FormatDetector.DEFAULT.detectBeginning(new Unclosed(input), ENOUGH_BYTES));
        input.reset();
        return Splitter.open(input, format, JsonLimits.DEFAULT);
    }

    private DetectedFormat format(Detection detection) {
        return switch (detection) {
            case Detection.Detected(var format) when format.format().hasDocuments() -> format;
            case Detection.Detected(var format) ->
                    throw new RefusedException(
                            "%s is of the format %s, which has no releases or records"
                                    .formatted(name, format.format().formatName()));
            case Detection.Unknown(var message) ->
                    throw new RefusedException(name + ": " + message);
            case Detection.NotJson(var message) ->
                    throw new RefusedException(name + " is not JSON: " + message);
            case Detection.NothingAtPath(var path) ->
                    throw new RefusedException("%s: nothing is at %s".formatted(name, path));
        };
    }

    /// Keeps the stream open for its second reader.
    private static final class Unclosed extends java.io.FilterInputStream {
        Unclosed(InputStream input) {
            super(input);
        }

        @Override
        public void close() {}
    }
}
