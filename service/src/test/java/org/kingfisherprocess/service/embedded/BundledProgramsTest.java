package org.kingfisherprocess.service.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BundledProgramsTest {
    @Test
    void unpacksOnceAndLeavesNothingHalf(@TempDir Path folder) throws Exception {
        var bin = BundledPrograms.in(folder);
        var first = Files.getLastModifiedTime(bin.resolve("postgres"));

        assertThat(BundledPrograms.in(folder)).isEqualTo(bin);
        assertThat(Files.getLastModifiedTime(bin.resolve("postgres"))).isEqualTo(first);
        assertThat(bin).isDirectoryContaining("glob:**/{initdb,pg_ctl,postgres}");
        try (var content = Files.list(folder)) {
            assertThat(content).hasSize(1);
        }
    }
}
