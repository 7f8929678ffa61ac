package org.kingfisherprocess.bench.load;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/// The collection that a run fills, as the client names it in every request.
///
/// @param dataVersion `YYYY-MM-DD HH:MM:SS`
public record Crawl(String source, String dataVersion) {
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    public static Crawl startedAt(String source, Instant start) {
        return new Crawl(source, VERSION.format(start));
    }

    Map<String, String> fields() {
        return Map.of(
                "collection_source", source,
                "collection_data_version", dataVersion,
                "collection_sample", "False");
    }

    Map<String, String> fields(Sample sample) {
        var fields = new TreeMap<>(fields());
        fields.put("file_name", sample.file());
        fields.put("url", "https://example.org/" + sample.file());
        fields.put("data_type", "release_package");
        fields.put("encoding", "utf-8");
        return fields;
    }
}
