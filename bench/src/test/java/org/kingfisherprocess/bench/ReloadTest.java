package org.kingfisherprocess.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kingfisherprocess.bench.faults.FaultsMain;
import org.kingfisherprocess.bench.reload.ReloadMain;

final class ReloadTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"--proxy", "--proxy=nginx", "meteor"})
    void refusesWhatItDoesNotKnow(String word) {
        assertThat(ReloadMain.run(Path.of("."), List.of(word), out())).isEqualTo(2);
        assertThat(text()).contains(word).contains("kill-supervisor");
    }

    @Test
    void saysWhichProxyItKnows() {
        assertThat(ReloadMain.run(Path.of("."), List.of("--proxy", "squid"), out())).isEqualTo(2);
        assertThat(text()).contains("nginx is the one that is known here");
    }

    @Test
    void faultsRunWithoutAProxy() {
        assertThat(FaultsMain.run(Path.of("."), List.of("--proxy", "nginx"), out())).isEqualTo(2);
        assertThat(text()).contains("bench/faults does not run through a proxy");
    }

    private PrintStream out() {
        return new PrintStream(output, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
