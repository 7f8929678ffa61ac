package org.kingfisherprocess.service.steps.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How much there is to do of a file that is stored.
@Timeout(60)
final class FileSizeTest {
    private static final String RELEASES =
            """
            {"releases": [{"ocid": "o1", "id": "1", "date": "2026-01-01T00:00:00Z"},
                {"ocid": "o2", "id": "2", "date": "2026-01-01T00:00:00Z"}]}
            """;
    private static final String RECORDS =
            "{\"records\": [{\"ocid\": \"o1\", \"releases\": []}, {\"ocid\": \"o2\", \"releases\": []}]}";

    @TempDir private Path folder;
    private TestPipeline pipeline;

    @BeforeEach
    void open() {
        pipeline = new TestPipeline(folder);
        pipeline.collection(false, true);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void countsDocumentsAndTheirBytesAsTheyAreStored() {
        pipeline.file("a.json", "release_package", RELEASES);
        pipeline.load();

        assertThat(ofAll(10)).isEqualTo(new FileSize(2, storedBytes()));
    }

    @Test
    void countsNoMoreThanAStepHas() {
        pipeline.file("a.json", "release_package", RELEASES);
        pipeline.load();

        assertThat(ofAll(1).documents()).isEqualTo(1);
    }

    @Test
    void countsTheRecordsThatAreLeft() {
        pipeline.file("a.json", "record_package", RECORDS);
        pipeline.load();
        long second = pipeline.number("select max(id) as n from record");

        var left = pipeline.database.transaction(tx -> FileSize.ofRecords(tx, 1, second, 10));

        assertThat(left.documents()).isEqualTo(1);
        assertThat(left.storedBytes()).isPositive().isLessThan(storedBytes());
    }

    @Test
    void ofNothingIsNothing() {
        assertThat(ofAll(10)).isEqualTo(new FileSize(0, 0));
    }

    private FileSize ofAll(int most) {
        return pipeline.database.transaction(tx -> FileSize.ofAll(tx, 1, most));
    }

    private long storedBytes() {
        return pipeline.number("select sum(pg_column_size(data)) as n from data");
    }
}
