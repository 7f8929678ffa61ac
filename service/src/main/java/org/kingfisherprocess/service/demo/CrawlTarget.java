package org.kingfisherprocess.service.demo;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/// Where a crawl sends to, and as what.
///
/// @param dataVersion `YYYY-MM-DD HH:MM:SS`
record CrawlTarget(InetSocketAddress server, String key, String dataVersion) {
    static final String SOURCE = "demonstration";

    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    static CrawlTarget of(InetSocketAddress server, String key, Instant begun) {
        return new CrawlTarget(server, key, VERSION.format(begun));
    }

    Map<String, String> fields() {
        return Map.of(
                "collection_source", SOURCE,
                "collection_data_version", dataVersion,
                "collection_sample", "False");
    }

    Map<String, String> fields(Listed file) {
        var fields = new TreeMap<>(fields());
        fields.put("file_name", file.name());
        fields.put("url", file.url().toString());
        fields.put("data_type", file.dataType());
        fields.put("encoding", "utf-8");
        return fields;
    }
}
