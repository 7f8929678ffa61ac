package org.kingfisherprocess.service.embedded;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The server's settings, written anew at each start: everything durable, nothing reachable from
/// other machines, memory a small part of the machine's, and room in the log for bulk loads.
record Configuration(Layout layout, int port, Map<String, String> own) {
    private static final long MEGABYTE = 1L << 20;

    /// PostgreSQL's own default, and what is left of use beyond: the rest of the memory caches
    /// files anyway.
    private static final long LEAST_BUFFER_MEGABYTES = 128;

    private static final long MOST_BUFFER_MEGABYTES = 1_024;
    private static final long SHARE_OF_MEMORY = 16;

    private static final String HOST_ACCESS =
            """
            # Written by Kingfisher Process at each start.
            local all all              scram-sha-256
            host  all all 127.0.0.1/32 scram-sha-256
            """;

    void write(RunAs runAs) throws IOException {
        var settings = settings();
        settings.putAll(own);
        var lines =
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + quoted(setting.getValue()))
                        .collect(Collectors.joining("\n"));
        write(
                runAs,
                "postgresql.conf",
                """
                # Written by Kingfisher Process at each start. Put your own settings into %s.
                %s
                include_if_exists = %s
                """
                        .formatted(
                                layout.ownSettings(),
                                lines,
                                quoted(layout.ownSettings().toString())));
        write(runAs, "pg_hba.conf", HOST_ACCESS);
    }

    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("listen_addresses", "127.0.0.1");
        settings.put("port", Integer.toString(port));
        settings.put(
                "unix_socket_directories", layout.hasSocket() ? layout.socket().toString() : "");
        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");
        settings.put("password_encryption", "scram-sha-256");
        settings.put("shared_buffers", sharedBufferMegabytes() + "MB");
        settings.put("maintenance_work_mem", "128MB");
        settings.put("max_wal_size", "2GB");
        settings.put("checkpoint_timeout", "15min");
        settings.put("client_connection_check_interval", "10s");
        settings.put("timezone", "UTC");
        settings.put("logging_collector", "on");
        settings.put("log_directory", layout.log().toString());
        settings.put("log_filename", "postgresql-%a.log");
        settings.put("log_truncate_on_rotation", "on");
        settings.put("log_rotation_size", "0");
        settings.put("log_line_prefix", "%m [%p] %a ");
        settings.put("log_timezone", "UTC");
        settings.put("log_lock_waits", "on");
        return settings;
    }

    private void write(RunAs runAs, String name, String content) throws IOException {
        var file = layout.data().resolve(name);
        Files.writeString(file, content);
        runAs.give(file);
    }

    private static long sharedBufferMegabytes() {
        var machine =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        var share = machine.getTotalMemorySize() / SHARE_OF_MEMORY / MEGABYTE;
        return Math.clamp(share, LEAST_BUFFER_MEGABYTES, MOST_BUFFER_MEGABYTES);
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "''") + "'";
    }
}
