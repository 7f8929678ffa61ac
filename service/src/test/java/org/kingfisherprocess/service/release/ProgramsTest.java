package org.kingfisherprocess.service.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramsTest {
    /// More than fits into a pipe.
    private static final String TALKATIVE =
            "i=0; while [ $i -lt 20000 ]; do echo line $i; i=$((i + 1)); done";

    @TempDir private Path folder;

    @Test
    void readsAllThatAProgramWritesAlsoWhenTheOneWhoListensFails() {
        var ended =
                run(
                        _ -> {
                            throw new IllegalStateException("the journal is closed");
                        },
                        TALKATIVE);

        assertThat(ended.code()).isZero();
        assertThat(ended.output()).hasSize(20_000).last().isEqualTo("line 19999");
    }

    @Test
    void tellsWhyAProgramFailed() {
        var ended = run(_ -> {}, "echo begun; echo broken >&2; exit 4");

        assertThat(ended.code()).isEqualTo(4);
        assertThat(ended.text()).isEqualTo("begun");
        assertThat(ended.lastLines(10)).isEqualTo("broken");
    }

    @Test
    void endsAProgramThatTakesTooLong() {
        assertThatThrownBy(() ->
                        new Programs(Map.of())
                                .run(
                                        folder,
                                        Duration.ofMillis(50),
                                        _ -> {},
                                        List.of("sleep", "600")))
                .isInstanceOf(ReleaseException.class)
                .hasMessageContaining("sleep 600 was ended");
    }

    private Programs.Ended run(Consumer<String> heard, String script) {
        return new Programs(Map.of())
                .run(folder, Duration.ofMinutes(2), heard, List.of("sh", "-c", script));
    }
}
