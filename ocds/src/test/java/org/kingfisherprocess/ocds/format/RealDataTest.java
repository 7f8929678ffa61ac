package org.kingfisherprocess.ocds.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.kingfisherprocess.ocds.SharedData;
import org.kingfisherprocess.ocds.json.CanonicalJson;
import org.kingfisherprocess.ocds.json.CleanInput;
import org.kingfisherprocess.ocds.json.JsonLimits;

/// Files that publishers really published.
final class RealDataTest {
    @Test
    void detectsSplitsAndCanonicalizesEveryFile() throws IOException {
        Map<Format, Integer> files = new EnumMap<>(Format.class);
        Map<Format, Integer> documents = new EnumMap<>(Format.class);
        int empty = 0;
        try (Stream<Path> paths = Files.walk(SharedData.require("data/real"))) {
            for (Path path : paths.filter(p -> p.toString().endsWith(".json")).toList()) {
                byte[] bytes = Files.readAllBytes(path);
                if (bytes.length == 0) {
                    empty++;
                    continue;
                }
                var canonical = CanonicalJson.of(bytes, JsonLimits.DEFAULT);
                assertThat(CanonicalJson.of(canonical.utf8(), JsonLimits.DEFAULT))
                        .isEqualTo(canonical);
                DetectedFormat detected = detect(bytes);
                files.merge(detected.format(), 1, Integer::sum);
                documents.merge(detected.format(), split(bytes, detected), Integer::sum);
            }
        }
        assertThat(empty).isEqualTo(3);
        assertThat(files)
                .containsOnly(
                        entry(Format.RECORD_PACKAGE, 22),
                        entry(Format.RELEASE_PACKAGE, 139),
                        entry(Format.COMPILED_RELEASE, 36),
                        entry(Format.RELEASE, 517),
                        entry(Format.VERSIONED_RELEASE, 20));
        assertThat(documents)
                .containsOnly(
                        entry(Format.RECORD_PACKAGE, 22),
                        entry(Format.RELEASE_PACKAGE, 246),
                        entry(Format.COMPILED_RELEASE, 36),
                        entry(Format.RELEASE, 517),
                        entry(Format.VERSIONED_RELEASE, 0));
    }

    private static DetectedFormat detect(byte[] bytes) throws IOException {
        var input = new ByteArrayInputStream(bytes);
        return ((Detection.Detected) FormatDetector.DEFAULT.detect(input)).format();
    }

    private static int split(byte[] bytes, DetectedFormat detected) throws IOException {
        if (!detected.format().hasDocuments()) {
            return 0;
        }
        int documents = 0;
        var clean = CleanInput.of(new ByteArrayInputStream(bytes), "utf-8");
        try (var splitter = Splitter.open(clean, detected, JsonLimits.DEFAULT)) {
            Part part = splitter.next();
            while (!(part instanceof Part.End)) {
                documents += part instanceof Part.DocumentRead ? 1 : 0;
                part = splitter.next();
            }
        }
        return documents;
    }
}
