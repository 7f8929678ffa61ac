package org.kingfisherprocess.bench.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The section of docs/performance.md that is generated; what people write around it stays.
final class PerformancePage {
    private static final String BEGIN = "<!-- bench/ingest writes from here -->";
    private static final String END = "<!-- bench/ingest writes to here -->";

    private static final String NEW_PAGE =
            """
            # Performance

            Figures are measured by commands of this project and written here by them, each beside what the disk or PostgreSQL
            does alone in the same run: the ratios travel from machine to machine, the figures do not.

            %s
            %s
            """
                    .formatted(BEGIN, END);

    /// The original's figures are given, not measured by us, and on another day.
    private static final String THE_ORIGINAL =
            """
            ### The Python original, measured on another day

            Not of this run: version 1 under its production settings on two cores, releases of 6 KB. Its answer comes after the
            database's commit, so one figure is both acknowledging and loading.

            | work | clients | the original | p50, slowest |
            | --- | --- | --- | --- |
            | files of 1 release | 1, 8, 32 | 56, 106, 98 files a second | 16, 74, 327 ms; slowest 776 ms |
            | files of 10 releases | 8 | 382 releases a second | 198 ms; slowest 707 ms |
            | files of 100 releases | 1, 8, 32 | 314, 578, 593 releases a second | 0.3, 1.4, 5.1 s |
            | files of 5,000 releases | 1, 8 | 278, 667 releases a second | 18, 59 s |
            | a table locked for 60 s | | 481 of 1,259 files failed | |
            """;

    private PerformancePage() {}

    static String section(String machine, String measured) {
        return "## Intake and loading\n\n" + machine + measured + THE_ORIGINAL;
    }

    static void write(Path page, String section) {
        try {
            var text = Files.exists(page) ? Files.readString(page) : NEW_PAGE;
            var begin = text.indexOf(BEGIN);
            var end = text.indexOf(END);
            if (begin < 0 || end < begin) {
                text = text.stripTrailing() + "\n\n" + BEGIN + "\n" + END + "\n";
                begin = text.indexOf(BEGIN);
                end = text.indexOf(END);
            }
            Files.createDirectories(page.getParent());
            Files.writeString(
                    page,
                    text.substring(0, begin + BEGIN.length())
                            + "\n\n"
                            + section
                            + "\n"
                            + text.substring(end));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + page, e);
        }
    }
}
