package org.kingfisherprocess.bench.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/// Where and when figures were measured.
final class Machine {
    private Machine() {}

    static String describe(IngestPlan plan, double loadBefore) {
        return String.format(
                Locale.ROOT,
                """
                Measured on %s by `%s`: %d cores (%s), %,d MiB of memory, %s, file system %s; JDK %s (%s). Medians%s; the load \
                average before the run was %.1f. The clients, the service and PostgreSQL share the cores.

                """,
                LocalDate.now(ZoneOffset.UTC),
                plan.command(),
                Runtime.getRuntime().availableProcessors(),
                line("/proc/cpuinfo", "model name"),
                kibibytes() / 1024,
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version").replaceFirst("-.*", ""),
                fileSystem(plan.work()),
                Runtime.version(),
                System.getProperty("java.vendor.version", "unknown"),
                plan.repetitions() > 1
                        ? " of %d runs, smallest and largest in brackets"
                                .formatted(plan.repetitions())
                        : " of one run: a trial, not to be believed",
                loadBefore);
    }

    /// Of the last minute.
    static double load() {
        return Double.parseDouble(read("/proc/loadavg", "0 ").split(" ", 2)[0]);
    }

    private static long kibibytes() {
        return Long.parseLong(line("/proc/meminfo", "MemTotal").replaceAll("\\D", ""));
    }

    private static String line(String file, String name) {
        return read(file, "")
                .lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("0");
    }

    private static String fileSystem(Path folder) {
        try {
            return Files.getFileStore(folder).type();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String read(String file, String otherwise) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException _) {
            return otherwise;
        }
    }
}
