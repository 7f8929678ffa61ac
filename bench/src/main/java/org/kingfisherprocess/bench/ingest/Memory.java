package org.kingfisherprocess.bench.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Most memory of each process, as the kernel counted it (VmHWM).
final class Memory {
    private final List<String> rows = new ArrayList<>();

    void note(String when, Scene scene) {
        scene.service()
                .tree()
                .peakKibibytes()
                .forEach((process, peak) ->
                        rows.add(
                                String.format(
                                        Locale.ROOT,
                                        "| %s | %s | %,d |",
                                        when,
                                        process,
                                        peak / 1024)));
    }

    String text() {
        return """
        ### Peak memory of each process

        Of several backends the largest; PostgreSQL's processes count the shared memory that they touched, each for itself.

        | after | process | MiB |
        | --- | --- | --- |
        %s

        """
                .formatted(String.join("\n", rows));
    }
}
