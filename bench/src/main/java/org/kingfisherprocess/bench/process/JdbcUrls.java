package org.kingfisherprocess.bench.process;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.kingfisherprocess.service.sql.DatabaseSettings;

/// Addresses of databases with user and password in them, for the tests' own connections.
final class JdbcUrls {
    private JdbcUrls() {}

    static String of(DatabaseSettings settings) {
        return "%s?user=%s&password=%s&ApplicationName=bench&connectTimeout=5"
                .formatted(settings.url(), encode(settings.user()), encode(settings.password()));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
