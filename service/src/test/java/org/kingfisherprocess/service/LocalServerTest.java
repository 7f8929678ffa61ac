package org.kingfisherprocess.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kingfisherprocess.service.deploy.RunningServer.Reloaded;
import org.kingfisherprocess.service.release.ScriptedRelease;

/// What deploying learns from a supervisor.
@SuppressWarnings("NullAway.Init")
final class LocalServerTest {
    @TempDir private Path folder;

    private Path first;
    private Path second;
    private ScriptedSupervisor supervisor;
    private LocalServer server;

    @BeforeEach
    void start() throws IOException {
        first = ScriptedRelease.of("1.0", "").writeTo(folder.toRealPath().resolve("first"));
        second = ScriptedRelease.of("2.0", "").writeTo(folder.toRealPath().resolve("second"));
        supervisor =
                new ScriptedSupervisor(
                        folder.resolve("data"), "127.0.0.1:1", first.resolve("kingfisher-process"));
        server = new LocalServer(folder.resolve("data"));
    }

    @AfterEach
    void stop() throws IOException {
        supervisor.close();
    }

    @Test
    void tellsABusySupervisorFromAReleaseThatCannotStart() {
        supervisor.beginOtherReload(first.resolve("kingfisher-process"));
        assertThat(server.isReloading()).isTrue();
        assertThat(server.reload(second, _ -> {})).isEqualTo(new Reloaded.Busy());

        supervisor.finishOtherReload();
        assertThat(server.isReloading()).isFalse();
        assertThat(server.reload(second, _ -> {})).isInstanceOf(Reloaded.Done.class);
        assertThat(server.serving().orElseThrow().release()).isEqualTo(second);
    }

    @Test
    void namesEveryReleaseThatAProcessWasStartedFrom() {
        server.reload(second, _ -> {});

        assertThat(server.inUse()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void knowsThatNoServerRuns() {
        var nobody = new LocalServer(folder.resolve("elsewhere"));

        assertThat(nobody.serving()).isEmpty();
        assertThat(nobody.isReloading()).isFalse();
        assertThat(nobody.inUse()).isEmpty();
    }
}
